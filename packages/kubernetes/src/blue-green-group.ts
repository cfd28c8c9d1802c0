import {
  type BlueGreenGroupArgs as CoreArgs,
  findArgProblems,
  GROUP_RULES,
  type GroupSettings,
  groupSettings,
  type History,
  type InputProblem,
  InputProblems,
  type Json,
  releaseGroup,
  unsupported,
} from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { claimName } from "./claims";
import { computedProblems } from "./computed-problems";
import { connectionInput, namespaceInput, requireConnection } from "./connection-input";
import { findGroupProblems } from "./group-problems";
import {
  GROUP_KUBERNETES_ARGS,
  type GroupKubernetesArgs,
  KUBERNETES_ARGS,
  type KubernetesArgs,
} from "./kubernetes-args";
import { kubernetesTarget } from "./kubernetes-target";
import { lookBefore } from "./look-before";
import { movedNamespace } from "./moved-namespace";
import { previewName } from "./names";
import { platformSpec } from "./platform-spec";
import { findPodProblems } from "./pod-problems";
import { declareAddress } from "./stable-address";

/** The arguments of a BlueGreenGroup in a cluster. */
interface BlueGreenGroupArgs extends CoreArgs, KubernetesArgs, GroupKubernetesArgs {}

const OWN_ARGS = [...KUBERNETES_ARGS, ...GROUP_KUBERNETES_ARGS];

/**
 * Generations of one service behind one stable address in a cluster: a Service, or an HTTPRoute of a Gateway. Every
 * change is a new generation that is proven healthy before the traffic moves; an old one is drained before it is removed;
 * a rollback moves the traffic back.
 *
 * @param name also the name of the Service or the HTTPRoute
 * @throws InputError with all problems at once, before anything is declared
 * @see docs/kubernetes.md
 */
class BlueGreenGroup extends pulumi.ComponentResource {
  /**
   * The stable address: of the load balancer, else the Service's name inside of the cluster. With a Gateway, that of the
   * first entry of `listen`; empty where it names no host.
   */
  public readonly url: pulumi.Output<string>;
  /** Where a generation that waits for its switch is shown, inside of the cluster; empty without `preview`. */
  public readonly previewUrl: pulumi.Output<string>;
  /** The id of the generation that receives the traffic. */
  public readonly generation: pulumi.Output<string>;
  /** What was released, newest first. Holds no secrets. */
  public readonly history: pulumi.Output<History>;

  constructor(name: string, args: BlueGreenGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    const settings = checked(name, args, opts);
    super("anew:kubernetes:BlueGreenGroup", name, {}, opts);
    const namespace = namespaceInput(args.namespace, opts);
    const connection = connectionInput(args.connection);
    const services = [
      ...(args.gateway || args.service?.existing ? [] : [name]),
      ...(settings.preview ? [previewName(name)] : []),
    ];
    const problems = this.#problems(args, namespace, connection, services);
    const address = problems.then((found) =>
      found.length > 0 ? undefined : declareAddress(this, name, namespace, settings, args),
    );
    const released = releaseGroup(this, name, args, settings, {
      target: kubernetesTarget(`BlueGreenGroup ${name}`, name, args, false),
      connection,
      route: pulumi.output(
        address.then((declared): unknown => declared?.route ?? null),
      ) as pulumi.Output<Json>,
      ownArgs: OWN_ARGS,
      ownSpec: platformSpec(args, namespace),
      preflight: () => problems,
    });
    this.url = pulumi.output(address.then((declared) => declared?.url ?? ""));
    this.previewUrl = pulumi.output(address.then((declared) => declared?.previewUrl ?? ""));
    this.generation = pulumi.output(released.then((one) => one.generation));
    this.history = pulumi.output(released.then((one) => one.history)) as pulumi.Output<History>;
    this.registerOutputs({
      url: this.url,
      previewUrl: this.previewUrl,
      generation: this.generation,
      history: this.history,
    });
  }

  /** What only shows with computed values, the state or the cluster: until then, nothing is declared. */
  async #problems(
    args: BlueGreenGroupArgs,
    namespace: pulumi.Input<string> | undefined,
    connection: pulumi.Output<Json>,
    services: readonly string[],
  ): Promise<readonly InputProblem[]> {
    return [
      ...(await computedProblems(args)),
      ...(args.history === undefined ? await movedNamespace(this, namespace) : []),
      ...(await lookBefore(connection, args, namespace, services)),
    ];
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
    otherArgs: [...(GROUP_RULES.otherArgs ?? []), ...OWN_ARGS],
  });
  const settings = groupSettings(args, problems);
  for (const problem of unsupported("kubernetes", args)) {
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
  requireConnection(args.connection, opts, problems);
  findPodProblems(args, problems);
  findGroupProblems(args, settings, problems);
  claimName(`BlueGreenGroup ${name}`, name, args.namespace, settings.preview !== undefined, problems);
  problems.throwIfAny(`BlueGreenGroup ${name}`);
  return settings;
}

export type { BlueGreenGroupArgs };
export { BlueGreenGroup };
