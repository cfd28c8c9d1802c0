import { Bail } from "../diagnostics";
import type { Planning } from "../planning";
import type { Step } from "../step";
import { neededUrns } from "./selection";

/**
 * Refuses steps that need a resource which is not created because it is no target. A preview tells of all of them.
 * @throws Bail in an update
 */
export function refuseSkippedDependencies({ run, record }: Planning, steps: readonly Step[]): void {
  const { options, diagnostics } = run;
  if (!options.selection.targets.constrained && !options.replace.constrained) return;
  for (const step of steps) {
    if (!step.new || (step.op === "same" && step.skipped)) continue;
    for (const urn of neededUrns(step.new)) {
      if (!record.skippedCreates.has(urn)) continue;
      diagnostics.error(
        step.urn,
        `Resource '${step.urn}' depends on '${urn}' which was was not specified in --target list.`,
      );
      record.sawError = true;
      if (!options.preview) throw new Bail("untargeted create");
      record.skippedCreates.delete(urn);
    }
  }
}
