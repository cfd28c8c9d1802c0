import {
  claimName,
  findArgProblems,
  GROUP_RULES,
  type GroupSettings,
  groupSettings,
  type History,
  InputProblems,
  releaseGroup,
  type ServiceArgs,
  unsupported,
} from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { connectionInput, findConnectionProblems, plainRegion } from "../connection/connection-input";
import { DRAIN_MARGIN_MS } from "../load-balancer/drain-margin";
import type { AwsGroupOnlyArgs } from "../load-balancer/listen-args";
import { findListenProblems } from "../load-balancer/listen-problems";
import { declareAddress } from "../load-balancer/stable-address";
import { computedProblems } from "./computed-problems";
import { ECS_ARGS, type EcsArgs } from "./ecs-args";
import { findEcsProblems, findSpecProblems } from "./ecs-problems";
import { ecsTarget } from "./ecs-target";
import { platformSpec } from "./platform-spec";

/** The arguments of a BlueGreenGroup in ECS. */
interface BlueGreenGroupArgs extends ServiceArgs, AwsGroupOnlyArgs, EcsArgs {}

const TYPE = "anew:aws/ecs:BlueGreenGroup";

/**
 * Generations of one service of ECS behind a listener of an Application Load Balancer. Every change is a new generation that
 * is proven healthy before the traffic moves; an old one is drained before it is removed; a rollback moves the traffic back.
 *
 * @throws InputError with all problems at once, before anything is declared
 * @see docs/aws.md
 */
class BlueGreenGroup extends pulumi.ComponentResource {
  /** The stable address: the first host of `listen`, or the load balancer's own name. */
  public readonly url: pulumi.Output<string>;
  /** Where a generation that waits for its switch is shown; empty without `preview`. */
  public readonly previewUrl: pulumi.Output<string>;
  /** The id of the generation that receives the traffic. */
  public readonly generation: pulumi.Output<string>;
  /** What was released, newest first. Holds no secrets. */
  public readonly history: pulumi.Output<History>;

  constructor(name: string, args: BlueGreenGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    const settings = checked(name, args, opts);
    super(TYPE, name, {}, opts);
    const subject = `BlueGreenGroup ${name}`;
    const address = declareAddress(this, name, settings, args);
    const { drainTimeoutMs } = settings;
    const released = releaseGroup(
      this,
      name,
      args,
      { ...settings, drainTimeoutMs: drainTimeoutMs + DRAIN_MARGIN_MS },
      {
        target: ecsTarget(subject, name, args, { listener: address.listener, drainTimeoutMs }, false),
        connection: connectionInput(args.connection),
        route: address.route,
        ownArgs: ECS_ARGS,
        ownSpec: platformSpec(args),
        preflight: () => computedProblems(args),
        findProblems: (spec, problems) => findSpecProblems(args, true, spec, problems),
      },
    );
    this.url = address.url;
    this.previewUrl = address.previewUrl;
    this.generation = pulumi.output(released.then((one) => one.generation));
    this.history = pulumi.output(released.then((one) => one.history)) as pulumi.Output<History>;
    this.registerOutputs({
      url: this.url,
      previewUrl: this.previewUrl,
      generation: this.generation,
      history: this.history,
    });
  }
}

function checked(
  name: string,
  args: BlueGreenGroupArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): GroupSettings {
  const problems = new InputProblems();
  findArgProblems(args, problems, {
    ...GROUP_RULES,
    otherArgs: [...(GROUP_RULES.otherArgs ?? []), ...ECS_ARGS],
  });
  const settings = groupSettings(args, problems);
  for (const problem of unsupported("ecs", args)) {
    problems.add(problem);
  }
  if (args.port === undefined) {
    problems.add({
      property: "port",
      given: args.port,
      expected: "the port on which the program listens: a group routes traffic to it",
      fix: "for a service without an address use an ImmutableService",
    });
  }
  findConnectionProblems(args.connection, opts, problems);
  findEcsProblems(args, problems);
  findListenProblems(args, settings, plainRegion(args.connection), problems);
  claimName(TYPE, name, problems);
  problems.throwIfAny(`BlueGreenGroup ${name}`);
  return settings;
}

export type { BlueGreenGroupArgs };
export { BlueGreenGroup };
