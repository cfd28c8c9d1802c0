import { randomBytes } from "node:crypto";
import { isProviderType } from "../provider-reference";
import type { ResourceState } from "../state/resource-state";
import { createUrn } from "../urn";
import type { Goal } from "./goal";
import { stateOf } from "./goal-state";
import { findOld } from "./old-state";
import { importSteps, isImport } from "./plan-import";
import { planWithoutChanges } from "./plan-modes";
import { readSteps } from "./plan-read";
import { PlanRecord } from "./plan-record";
import { refreshSteps } from "./plan-refresh";
import { planResource } from "./plan-resource";
import { bail, type Decision, type Done, type Planned, type Planning } from "./planning";
import type { ReadRequest } from "./read-request";
import type { RunContext } from "./run-context";
import type { Step } from "./step";
import { refuseSkippedDependencies } from "./targets/skipped-dependencies";
import { firstUntargeted } from "./targets/untargeted";

/**
 * Decides what each registration takes: nothing, a creation, an update or a replacement. One decision at a time.
 * The order of its questions is the real engine's: old state → refresh → import → check → target → replacement trigger
 * → replaceWith → deletedWith → changed provider → diff → replaceOnChanges.
 */
export class Planner implements Planning {
  readonly record = new PlanRecord();

  constructor(readonly run: RunContext) {}

  /** What a registration takes. @throws Bail when the run must stop */
  async register(goal: Goal, done: Done): Promise<Planned> {
    const urn = this.claim(goal.parent, goal.type, goal.name);
    const { old, alias, invalid } = findOld(this.run, this.record, urn, goal);
    const state = stateOf(urn, goal, old, alias);
    if (isProviderType(goal.type)) {
      for (const name of alias ? [urn, alias] : [urn]) this.record.providers.set(name, state);
    }
    const decision = { goal, urn, old, state, randomSeed: randomBytes(32), invalid, done };
    const { refreshRegistered, selection } = this.run.options;
    if (!old || !refreshRegistered || !selection.includes(old)) return this.afterRefresh(decision);
    return refreshSteps(this, decision, (refreshed) => this.afterRefresh({ ...decision, old: refreshed }));
  }

  /** What a read takes. */
  read(request: ReadRequest, done: Done): Planned {
    const urn = this.claim(request.parent, request.type, request.name);
    return { steps: readSteps(this, urn, request, done) };
  }

  private async afterRefresh(decision: Decision): Promise<Planned> {
    const settled = planWithoutChanges(this, decision);
    if (settled) return this.checked(settled);
    const { goal, old } = decision;
    if (!isImport(goal, old)) return this.checked(await planResource(this, decision));
    return importSteps(this, decision, (imported) => this.afterImport(decision, imported));
  }

  private async afterImport(decision: Decision, imported: ResourceState): Promise<Planned> {
    const { goal, urn } = decision;
    const state = { ...stateOf(urn, goal, imported, undefined), replacementTrigger: null };
    return this.checked(await planResource(this, { ...decision, old: imported, state, invalid: false }));
  }

  private checked(steps: readonly Step[]): Planned {
    const all = [...firstUntargeted(this), ...steps];
    refuseSkippedDependencies(this, all);
    return { steps: all };
  }

  private claim(parent: string, type: string, name: string): string {
    const { record, run } = this;
    if (parent !== "" && !record.registered.has(parent))
      throw new Error(`could not find parent resource ${parent}`);
    const urn = createUrn(run.place.stack, run.place.project, parent, type, name);
    if (record.registered.has(urn)) {
      throw bail(this, urn, `Duplicate resource URN '${urn}'; try giving it a unique name`);
    }
    record.registered.add(urn);
    return urn;
  }
}
