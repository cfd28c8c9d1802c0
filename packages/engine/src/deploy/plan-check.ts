import type { CheckFailure, CheckResult } from "../provider";
import { isProviderType } from "../provider-reference";
import { urnName } from "../urn";
import { mapEntries, type PropertyMap, withoutOutputValues } from "../values";
import type { Decision, Planning } from "./planning";
import { clientOf } from "./resource-diff";

/** Lets the provider complete and judge a resource's inputs. */
export async function check(
  { run }: Planning,
  { goal, urn, randomSeed }: Decision,
  news: PropertyMap,
  olds: PropertyMap | undefined,
): Promise<CheckResult> {
  const given = mapEntries(news, withoutOutputValues);
  if (isProviderType(goal.type)) return run.registry.check(urn, olds, given);
  const client = clientOf(run, goal.provider);
  const request = { urn, type: goal.type, news: given, randomSeed, preview: run.options.preview };
  return client.check(olds ? { ...request, olds } : request);
}

/** Tells what a check has found. @returns whether there was anything */
export function reportFailures(
  { run }: Planning,
  { goal, urn }: Decision,
  failures: readonly CheckFailure[],
): boolean {
  for (const { property, reason } of failures) {
    const subject = `${goal.type} resource '${urnName(urn)}'`;
    const message = property
      ? `${subject}: property ${property} value has a problem: ${reason}`
      : `${subject} has a problem: ${reason}`;
    run.diagnostics.error(urn, message);
  }
  return failures.length > 0;
}
