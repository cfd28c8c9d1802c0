import {
  type ImmutableServiceArgs as CoreArgs,
  claimName,
  findArgProblems,
  type History,
  InputProblems,
  releaseService,
  serviceRules,
  unsupported,
} from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { connectionInput, findConnectionProblems } from "../connection/connection-input";
import { computedProblems } from "./computed-problems";
import { ECS_ARGS, type EcsArgs } from "./ecs-args";
import { findEcsProblems, findSpecProblems } from "./ecs-problems";
import { ecsTarget } from "./ecs-target";
import { platformSpec } from "./platform-spec";

/** The arguments of an ImmutableService in ECS. */
interface ImmutableServiceArgs extends CoreArgs, EcsArgs {}

const TYPE = "anew:aws/ecs:ImmutableService";

/**
 * One service of ECS without a switch: a worker, or a job runner. Every change is a new generation, which runs before the old
 * one is removed.
 *
 * @throws InputError with all problems at once, before anything is declared
 * @see docs/aws.md
 */
class ImmutableService extends pulumi.ComponentResource {
  /** The id of the generation that runs. */
  public readonly generation: pulumi.Output<string>;
  /** What was released, newest first. Holds no secrets. */
  public readonly history: pulumi.Output<History>;

  constructor(name: string, args: ImmutableServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args, opts);
    super(TYPE, name, {}, opts);
    const isSole = args.overlap === "none";
    const released = releaseService(this, name, args, {
      target: ecsTarget(`ImmutableService ${name}`, name, args, undefined, isSole),
      connection: connectionInput(args.connection),
      ownArgs: ECS_ARGS,
      ownSpec: platformSpec(args),
      preflight: () => computedProblems(args),
      findProblems: (spec, problems) => findSpecProblems(args, false, spec, problems),
    });
    this.generation = pulumi.output(released.then((one) => one.generation));
    this.history = pulumi.output(released.then((one) => one.history)) as pulumi.Output<History>;
    this.registerOutputs({ generation: this.generation, history: this.history });
  }
}

function check(
  name: string,
  args: ImmutableServiceArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): void {
  const problems = new InputProblems();
  findArgProblems(args, problems, serviceRules(args, ECS_ARGS));
  for (const problem of unsupported("ecs", args)) {
    problems.add(problem);
  }
  if (args.overlap !== undefined && args.overlap !== "full" && args.overlap !== "none") {
    problems.add({ property: "overlap", given: args.overlap, expected: '"full" or "none"' });
  }
  findConnectionProblems(args.connection, opts, problems);
  findEcsProblems(args, problems);
  claimName(TYPE, name, problems);
  problems.throwIfAny(`ImmutableService ${name}`);
}

export type { ImmutableServiceArgs };
export { ImmutableService };
