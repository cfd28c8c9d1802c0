import type { ResourceState } from "../state/resource-state";
import type { Executor } from "./executor";
import type { Planning } from "./planning";
import { rebuiltBase } from "./rebuilt-base";
import type { RefreshStep } from "./step";

/** Refreshes what the program did not register, in a refresh with the program. */
export async function refreshRest(planning: Planning, executor: Executor): Promise<void> {
  const { base, journal } = planning.run;
  const steps = await refreshesOfRest(planning);
  await executor.atOnce(steps);
  const refreshed = new Map(steps.map((step) => [step.old, step.refreshed.state]));
  journal.rebase(rebuiltBase(base.resources, refreshed));
}

async function refreshesOfRest({ run, record }: Planning): Promise<RefreshStep[]> {
  const steps: RefreshStep[] = [];
  for (const old of run.base.resources) {
    if (record.keeps(old.urn) || !isMeant(run.options.selection, old)) continue;
    await run.registry.ensure(old.provider, (urn) => run.base.find(urn));
    const { urn } = old;
    record.refreshes.add(urn);
    const refreshed = { state: old, result: "same" as const };
    steps.push({ op: "refresh", urn, logical: false, old, internal: false, counts: true, refreshed });
  }
  return steps;
}

/** Unlike elsewhere, only what is named counts; what depends on it does not. */
function isMeant(
  { excludes, targets }: Planning["run"]["options"]["selection"],
  { urn }: ResourceState,
): boolean {
  return excludes.constrained ? !excludes.contains(urn) : targets.contains(urn);
}
