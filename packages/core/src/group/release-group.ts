import * as pulumi from "@pulumi/pulumi";
import type { Json } from "../canonical-json";
import type { History, HistoryEntry } from "../history/history";
import { planRelease, type ReleasePlan } from "../history/retention";
import type { InputProblem, InputProblems } from "../input-problems";
import type { Spec } from "../spec";
import { type DeclaredOne, declareReleased, declareUnreleased, type Releasing, timingOf } from "./declare";
import { requireFrozen } from "./frozen";
import { type BlueGreenGroupArgs, GROUP_RULES } from "./group-args";
import type { GroupSettings } from "./group-settings";
import { operatorWishes } from "./operator-config";
import { declareOwnership } from "./owner";
import { preflight } from "./preflight";
import { knownOf, readRecorded } from "./recorded";
import { type PlatformSpec, resolveRelease } from "./resolve-release";
import { SWITCH_TYPE, Switch } from "./resources";
import type { GenerationTarget } from "./target";
import { childUrn, settled } from "./urns";

/** What a target adds to its groups. */
interface GroupPlatform {
  readonly target: GenerationTarget;
  /** How gate and switch reach the platform; a secret. */
  readonly connection: pulumi.Output<Json>;
  /** How traffic reaches the group. */
  readonly route: pulumi.Output<Json>;
  /** Names of the arguments that only this target has. */
  readonly ownArgs: readonly string[];
  /** What of them decides what runs; part of the generation's id. */
  readonly ownSpec?: PlatformSpec;
  /** What the platform itself says against the arguments, in previews too; thrown before anything is declared. */
  readonly preflight?: () => Promise<readonly InputProblem[]>;
  /** What the target can't do of a spec whose every value is known. */
  readonly findProblems?: (spec: Spec, problems: InputProblems) => void;
}

/** What a group's outputs are made of. */
interface ReleasedGroup {
  /** The generation that receives the traffic; unknown at a preview that can't know it. */
  readonly generation: pulumi.Output<string>;
  readonly history: pulumi.Output<History>;
}

/**
 * Declares a whole group: reads its history, resolves its spec, declares the new generation, the retained ones frozen,
 * and the switch. Everything that every target does alike is here.
 */
async function releaseGroup(
  group: pulumi.ComponentResource,
  name: string,
  args: BlueGreenGroupArgs,
  settings: GroupSettings,
  platform: GroupPlatform,
): Promise<ReleasedGroup> {
  const { target } = platform;
  await preflight(`BlueGreenGroup ${name}`, platform.preflight);
  const recorded = await readRecorded(group, name, { type: SWITCH_TYPE, suffix: "switch" }, args.history);
  const wishes = operatorWishes(name, recorded.history);
  const { salt, key } = declareOwnership(group, name, recorded.key, target.providerModule);
  const resolved = await resolveRelease(`BlueGreenGroup ${name}`, args, salt, {
    ...GROUP_RULES,
    otherArgs: [...(GROUP_RULES.otherArgs ?? []), ...platform.ownArgs],
    target: target.name,
    platform: platform.ownSpec,
    findProblems: platform.findProblems,
  });
  const releasing: Releasing = {
    component: group,
    name,
    target,
    key,
    connection: platform.connection,
    route: platform.route,
    drainTimeoutMs: settings.drainTimeoutMs,
    log: wishes.history.log,
    dependencies: resolved?.dependencies ?? [],
  };
  const wanted = wishes.pinned ?? resolved?.id;
  const plan = planRelease(wishes.history, wanted ?? "pending", settings.keep);
  if (wishes.pinned !== undefined && wishes.pinned !== resolved?.id) {
    void pulumi.log.warn(
      `${name} is pinned to generation ${wishes.pinned}: what the program declares is not released. ` +
        `Take the pin away with: pulumi config set --path 'anew:pin.${name}' none`,
      group,
    );
  }
  const entries = frozenEntries(wishes.history, plan);
  requireFrozen(name, target, recorded, entries);

  const declared = new Map<string, DeclaredOne>();
  if (plan.kind === "release") {
    declared.set(plan.target, await declareUnreleased(releasing, resolved));
  }
  for (const entry of entries) {
    declared.set(entry.id, await declareReleased(releasing, entry));
  }
  const first = declared.get(plan.target);
  if (first === undefined) {
    throw new Error(`${name}: generation ${plan.target} was not declared`);
  }
  const released = entries.find((entry) => entry.id === plan.target);
  const known = knownOf(recorded);
  const theSwitch = new Switch(
    `${name}-switch`,
    target.providerModule,
    {
      resourceUrn: childUrn(await settled(group.urn), SWITCH_TYPE, `${name}-switch`),
      connection: releasing.connection,
      group: releasing.key,
      route: releasing.route,
      target: plan.target,
      declared: identities(declared),
      release: released ?? first.release,
      traffic: settings.traffic,
      ...(settings.bake === undefined ? {} : { bake: settings.bake }),
      unexpectedSplit: settings.unexpectedSplit,
      timing: timingOf(released?.spec ?? resolved?.spec),
      drainTimeoutMs: settings.drainTimeoutMs,
      gracePeriodMs: (released?.spec ?? resolved?.spec)?.gracePeriod ?? 0,
      standby: settings.standby,
      ...(wishes.pinned === undefined ? {} : { pinned: wishes.pinned }),
      ...(known === undefined ? {} : { known }),
    },
    { parent: group, dependsOn: [...declared.values()].map((one) => one.gate), retainOnDelete: false },
  );
  return {
    generation: theSwitch.history.apply((history) => history?.released[0]?.id ?? plan.target),
    history: theSwitch.history,
  };
}

function identities(declared: ReadonlyMap<string, DeclaredOne>): pulumi.Output<Record<string, Json>> {
  const ids = [...declared.keys()];
  const values = [...declared.values()].map((one) => one.gate.identity as pulumi.Output<unknown>);
  return pulumi
    .all(values)
    .apply((all) => Object.fromEntries(ids.map((id, index) => [id, (all[index] ?? null) as Json])));
}

function frozenEntries(history: History, plan: ReleasePlan): HistoryEntry[] {
  return plan.frozen.map((id) => {
    const entry = history.released.find((one) => one.id === id);
    if (entry === undefined) {
      throw new Error(`generation ${id} is planned but not in the history`);
    }
    return entry;
  });
}

export type { GroupPlatform, ReleasedGroup };
export { releaseGroup };
