import {
  type ImmutableServiceArgs as CoreArgs,
  findArgProblems,
  type History,
  type InputProblem,
  InputProblems,
  type Json,
  releaseService,
  serviceRules,
  unsupported,
} from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { claimName } from "./claims";
import { computedProblems } from "./computed-problems";
import { connectionInput, namespaceInput, requireConnection } from "./connection-input";
import { KUBERNETES_ARGS, type KubernetesArgs } from "./kubernetes-args";
import { kubernetesTarget } from "./kubernetes-target";
import { lookBefore } from "./look-before";
import { platformSpec } from "./platform-spec";
import { findPodProblems } from "./pod-problems";
import { declareService } from "./service-address";

/** The arguments of an ImmutableService in a cluster. */
interface ImmutableServiceArgs extends CoreArgs, KubernetesArgs {}

/**
 * One service without a switch in a cluster: a worker, a job runner, or something that others reach by the name of its
 * Service. Every change is a new generation, which is healthy before the old one is removed.
 *
 * @param name also the name of its Service, where it has a port
 * @throws InputError with all problems at once, before anything is declared
 * @see docs/kubernetes.md
 */
class ImmutableService extends pulumi.ComponentResource {
  /** The address inside of the cluster; empty without a port. */
  public readonly url: pulumi.Output<string>;
  /** The id of the generation that runs. */
  public readonly generation: pulumi.Output<string>;
  /** What was released, newest first. Holds no secrets. */
  public readonly history: pulumi.Output<History>;

  constructor(name: string, args: ImmutableServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args, opts);
    super("anew:kubernetes:ImmutableService", name, {}, opts);
    const namespace = namespaceInput(args.namespace, opts);
    const connection = connectionInput(args.connection);
    const problems = problemsOf(name, args, namespace, connection);
    const url = problems.then((found) =>
      found.length > 0 ? "" : declareService(this, name, namespace, args),
    );
    this.url = pulumi.output(url);
    const released = releaseService(this, name, args, {
      target: kubernetesTarget(`ImmutableService ${name}`, name, args, args.overlap === "none"),
      connection,
      ownArgs: KUBERNETES_ARGS,
      ownSpec: platformSpec(args, namespace),
      preflight: () => problems,
    });
    this.generation = pulumi.output(released.then((one) => one.generation));
    this.history = pulumi.output(released.then((one) => one.history)) as pulumi.Output<History>;
    this.registerOutputs({ url: this.url, generation: this.generation, history: this.history });
  }
}

/** What only shows with computed values or the cluster: until then, nothing is declared. */
async function problemsOf(
  name: string,
  args: ImmutableServiceArgs,
  namespace: pulumi.Input<string> | undefined,
  connection: pulumi.Output<Json>,
): Promise<readonly InputProblem[]> {
  return [...(await computedProblems(args)), ...(await lookBefore(connection, args, namespace, [name]))];
}

function check(
  name: string,
  args: ImmutableServiceArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): void {
  const problems = new InputProblems();
  findArgProblems(args, problems, serviceRules(args, KUBERNETES_ARGS));
  for (const problem of unsupported("kubernetes", args)) {
    problems.add(problem);
  }
  if (args.overlap !== undefined && args.overlap !== "full" && args.overlap !== "none") {
    problems.add({ property: "overlap", given: args.overlap, expected: '"full" or "none"' });
  }
  requireConnection(args.connection, opts, problems);
  findPodProblems(args, problems);
  claimName(`ImmutableService ${name}`, name, args.namespace, false, problems);
  problems.throwIfAny(`ImmutableService ${name}`);
}

export type { ImmutableServiceArgs };
export { ImmutableService };
