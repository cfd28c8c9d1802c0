import * as pulumi from "@pulumi/pulumi";
import type { Json } from "../canonical-json";
import type { History } from "../history/history";
import { planRelease } from "../history/retention";
import type { InputProblem, InputProblems } from "../input-problems";
import type { Spec } from "../spec";
import { declareReleased, declareUnreleased, type Releasing, type ServiceRelease } from "./declare";
import { requireFrozen } from "./frozen";
import { operatorWishes } from "./operator-config";
import { declareOwnership } from "./owner";
import { preflight } from "./preflight";
import { readRecorded } from "./recorded";
import { type PlatformSpec, resolveRelease } from "./resolve-release";
import { GATE_TYPE } from "./resources";
import { type ImmutableServiceArgs, serviceRules } from "./service-args";
import type { GenerationTarget } from "./target";

/** What a target adds to its services. */
interface ServicePlatform {
  readonly target: GenerationTarget;
  /** How the gate reaches the platform; a secret. */
  readonly connection: pulumi.Output<Json>;
  /** Names of the arguments that only this target has. */
  readonly ownArgs: readonly string[];
  /** What of them decides what runs; part of the generation's id. */
  readonly ownSpec?: PlatformSpec;
  /** What the platform itself says against the arguments, in previews too; thrown before anything is declared. */
  readonly preflight?: () => Promise<readonly InputProblem[]>;
  /** What the target can't do of a spec whose every value is known. */
  readonly findProblems?: (spec: Spec, problems: InputProblems) => void;
}

/** What a service's outputs are made of. */
interface ReleasedService {
  readonly generation: pulumi.Output<string>;
  readonly history: pulumi.Output<History>;
}

/**
 * Declares a service without a switch: its new generation and its gate, which keeps the history. The gate of another
 * generation replaces the old one's, so the old generation is removed only after the new one has proven healthy.
 */
async function releaseService(
  service: pulumi.ComponentResource,
  name: string,
  args: ImmutableServiceArgs,
  platform: ServicePlatform,
): Promise<ReleasedService> {
  const { target } = platform;
  await preflight(`ImmutableService ${name}`, platform.preflight);
  const recorded = await readRecorded(service, name, { type: GATE_TYPE, suffix: "gate" }, args.history);
  const { history } = operatorWishes(name, recorded.history, "service");
  const { salt, key } = declareOwnership(service, name, recorded.key, target.providerModule);
  const resolved = await resolveRelease(`ImmutableService ${name}`, args, salt, {
    ...serviceRules(args, platform.ownArgs),
    target: target.name,
    platform: platform.ownSpec,
    findProblems: platform.findProblems,
  });
  const releasing: Releasing = {
    component: service,
    name,
    target,
    key,
    connection: platform.connection,
    route: noRoute(),
    drainTimeoutMs: 0,
    log: history.log,
    dependencies: resolved?.dependencies ?? [],
  };
  const plan = planRelease(history, resolved?.id ?? "pending", 0);
  const release: ServiceRelease = {
    gateName: `${name}-gate`,
    ...(args.overlap === "none" ? { soleName: `${name}-sole` } : {}),
  };
  const current = history.released[0];
  if (plan.kind === "unchanged" && current !== undefined) {
    requireFrozen(name, target, recorded, [current]);
    const { gate } = await declareReleased(releasing, current, release);
    return { generation: pulumi.output(current.id), history: gate.history };
  }
  const { gate } = await declareUnreleased(releasing, resolved, release);
  return { generation: pulumi.output(plan.target), history: gate.history };
}

function noRoute(): pulumi.Output<Json> {
  return pulumi.output(null) as unknown as pulumi.Output<Json>;
}

export type { ReleasedService, ServicePlatform };
export { releaseService };
