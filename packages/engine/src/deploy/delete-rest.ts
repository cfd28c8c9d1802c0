import type { ResourceState } from "../state/resource-state";
import { planDeletions, scheduleDeletions } from "./deletions";
import type { Executor } from "./executor";
import type { Planning } from "./planning";
import { type Step, stepResource } from "./step";
import { graphForDeletions } from "./targets/deletable";

/** Deletes what is to be deleted at a run's end: what depends on others before them, the rest at once. */
export async function deleteRest(planning: Planning, executor: Executor): Promise<void> {
  const { sames, steps } = await planDeletions(planning);
  if (sames.length > 0) await (await executor.begin(sames)).ended;
  for (const group of scheduleDeletions(graphForDeletions(planning), steps)) {
    const needed = neededByFailed(planning, executor.errored);
    await executor.atOnce(group.filter((step) => !needed.has(stepResource(step))));
  }
}

/** What cannot go, because something that failed needs it. */
function neededByFailed(planning: Planning, errored: readonly Step[]): Set<ResourceState> {
  const needed = new Set<ResourceState>();
  if (errored.length === 0) return needed;
  const graph = graphForDeletions(planning);
  for (const step of errored) {
    for (const state of [stepResource(step), step.old]) {
      if (!state || !graph.contains(state)) continue;
      for (const dependency of graph.transitiveDependencies(state)) needed.add(dependency);
    }
  }
  return needed;
}
