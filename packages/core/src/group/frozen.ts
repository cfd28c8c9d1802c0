import * as pulumi from "@pulumi/pulumi";
import type { HistoryEntry } from "../history/history";
import { frozenOptions } from "./generation-options";
import type { Recorded } from "./recorded";
import type { GenerationTarget } from "./target";
import { childUrn } from "./urns";

/**
 * Declares a released generation again as it is: type and name from its history entry, every input from the state.
 * @throws RunError when one of its resources is no longer in the state: what is left is not enough to make it again.
 */
function declareFrozen(
  target: GenerationTarget,
  parent: pulumi.ComponentResource,
  entry: HistoryEntry,
  dependencies: readonly pulumi.Resource[],
): pulumi.CustomResource[] {
  const declared: pulumi.CustomResource[] = [];
  for (const { type, name } of entry.shape) {
    const more = target.frozenOptions(type);
    declared.push(
      new FrozenResource(
        type,
        name,
        {},
        frozenOptions(parent, { ...more, dependsOn: [...dependencies, ...declared] }),
      ),
    );
  }
  return declared;
}

/** A resource of any type, without inputs of its own. */
class FrozenResource extends pulumi.CustomResource {}

/** Looks for every resource of the frozen generations in the state, before anything is declared. */
function requireFrozen(
  component: string,
  target: GenerationTarget,
  recorded: Recorded,
  entries: readonly HistoryEntry[],
): void {
  const { outputs } = recorded;
  if (outputs === undefined) {
    // The history came as an argument: what the state holds can't be seen from here.
    return;
  }
  const missing = entries.flatMap((entry) =>
    entry.shape
      .filter(
        ({ type, name }) =>
          !recorded.urns.some((urn) =>
            outputs.has(childUrn(childUrn(urn, target.generationType, ""), type, name)),
          ),
      )
      .map(({ type, name }) => `  generation ${entry.id}: ${type} ${name}`),
  );
  if (missing.length > 0) {
    const ids = [...new Set(missing.map((line) => line.slice("  generation ".length).split(":")[0]))];
    throw new pulumi.RunError(
      `${component}: released generations have lost resources from the state:\n${missing.join("\n")}\n` +
        "They can't be made again from what is left. Restore the state from a backup, or give the generation up: " +
        ids
          .map((id, index) => `pulumi config set --path 'anew:forget.${component}[${index}]' ${id}`)
          .join(" && "),
    );
  }
}

export { declareFrozen, requireFrozen };
