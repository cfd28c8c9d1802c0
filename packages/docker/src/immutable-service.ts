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
import { connectionInput, requireConnection } from "./connection-input";
import { DOCKER_ARGS, type DockerArgs, findDockerProblems, platformSpec } from "./docker-args";
import { dockerTarget } from "./docker-target";

/** The arguments of an ImmutableService on a Docker host. */
interface ImmutableServiceArgs extends CoreArgs, DockerArgs {}

/**
 * One service without a router on a Docker host: a worker, a job runner, or something that others reach by its name in
 * the networks that it joins. Every change is a new generation, which is healthy before the old one is removed.
 *
 * @throws InputError with all problems at once, before anything is declared
 * @see docs/docker.md
 */
class ImmutableService extends pulumi.ComponentResource {
  /** The id of the generation that runs. */
  public readonly generation: pulumi.Output<string>;
  /** What was released, newest first. Holds no secrets. */
  public readonly history: pulumi.Output<History>;

  constructor(name: string, args: ImmutableServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args, opts);
    super("anew:docker:ImmutableService", name, {}, opts);
    const released = releaseService(this, name, args, {
      target: dockerTarget(undefined, name),
      connection: connectionInput(args.connection),
      ownArgs: DOCKER_ARGS,
      ...platformSpec(args),
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
  findArgProblems(args, problems, serviceRules(args, DOCKER_ARGS));
  for (const problem of unsupported("docker", args)) {
    problems.add(problem);
  }
  if (args.overlap !== undefined && args.overlap !== "full" && args.overlap !== "none") {
    problems.add({ property: "overlap", given: args.overlap, expected: '"full" or "none"' });
  }
  refuseHttpCheck(args, problems);
  requireConnection(args.connection, opts, problems);
  findDockerProblems(args, problems);
  claimName("ImmutableService", name, problems);
  problems.throwIfAny(`ImmutableService ${name}`);
}

/** Without a router nothing on the host can ask by HTTP, least of all on a remote host. */
function refuseHttpCheck(args: ImmutableServiceArgs, problems: InputProblems): void {
  const check = args.healthCheck;
  if (typeof check === "object" && check !== null && "path" in check && check.path !== undefined) {
    problems.add({
      property: "healthCheck.path",
      given: check.path,
      expected: "a command: an ImmutableService on a Docker host has no router that could ask by HTTP",
      fix: 'use healthCheck: { command: [...] }, such as ["/usr/bin/wget", "-q", "-O", "-", "http://127.0.0.1:8080/healthz"]',
    });
  }
}

export type { ImmutableServiceArgs };
export { ImmutableService };
