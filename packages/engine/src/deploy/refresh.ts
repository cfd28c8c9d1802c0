import type { ResourceState } from "../state/resource-state";
import { Executor } from "./executor";
import { rebuiltBase } from "./rebuilt-base";
import type { RunContext } from "./run-context";
import type { RefreshStep } from "./step";
import { checkTargets } from "./targets/check-targets";

/** What a refresh of the state is about. */
export interface RefreshScope {
  /** Only resources whose providers ask to be read before each update. @default false */
  readonly onlyDemanded?: boolean;
  /** Whether the results are counted in the summary: where nothing but the refresh is done. @default false */
  readonly counts?: boolean;
}

/**
 * Reads the resources of the state as they really are. What fails stops nothing.
 * @returns the corrected state, without what is gone
 * @throws Bail when a target is not there
 */
export async function refreshBase(
  run: RunContext,
  scope: RefreshScope,
  interrupted: Promise<void>,
): Promise<ResourceState[]> {
  const { targets, excludes } = run.options.selection;
  checkTargets(targets, run.base, run.diagnostics);
  checkTargets(excludes, run.base, run.diagnostics);
  const steps: RefreshStep[] = [];
  for (const old of run.base.resources) {
    if (scope.onlyDemanded && !old.refreshBeforeUpdate) continue;
    if (!isMeant(run, old)) continue;
    await run.registry.ensure(old.provider, (urn) => run.base.find(urn));
    const refreshed = { state: old, result: "same" as const };
    const common = { op: "refresh", urn: old.urn, logical: false, internal: false } as const;
    steps.push({ ...common, old, counts: scope.counts ?? false, refreshed });
  }
  const executor = new Executor(run, new Set(), () => {}, true);
  void interrupted.then(() => executor.stop());
  await executor.atOnce(steps);
  return rebuiltBase(run.base.resources, new Map(steps.map(({ old, refreshed }) => [old, refreshed.state])));
}

function isMeant({ options }: RunContext, state: ResourceState): boolean {
  const { selection } = options;
  const meant = selection.includes(state);
  selection.note(state, meant);
  return meant;
}
