import {
  type BlueGreenGroupArgs as CoreArgs,
  claimName,
  DEFAULT_REPLICAS,
  findArgProblems,
  GROUP_RULES,
  type GroupSettings,
  groupSettings,
  type History,
  InputProblems,
  type Json,
  releaseGroup,
  unsupported,
} from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { claimAddresses } from "./claims";
import { connectionInput, daemonKey, requireConnection } from "./connection-input";
import {
  DOCKER_ARGS,
  type DockerArgs,
  findCheckProblems,
  findDockerProblems,
  platformSpec,
} from "./docker-args";
import { dockerTarget } from "./docker-target";
import {
  declareImplicitRouter,
  findRouterProblems,
  implicitRouter,
  type KnownRouters,
  knownRouters,
} from "./implicit-router";
import { refuseAnotherRouter, requirePublished } from "./require-router";
import type { HostRouter } from "./router/host-router";
import { findListenProblems, findReplicaProblems } from "./router-limits";

/** The arguments of a BlueGreenGroup on a Docker host. */
interface BlueGreenGroupArgs extends CoreArgs, DockerArgs {
  /**
   * The router that holds the stable address; groups share one.
   * @default one for the ports in `listen`, made with the first group that needs it, from the configuration
   * `anew:routerImage`, `anew:routerAddress` and `anew:routerRelease`; it keeps the ports that it was made with
   */
  readonly router?: HostRouter;
}

const OWN_ARGS = [...DOCKER_ARGS, "router"];

/**
 * Generations of one service behind one stable address on a Docker host. Every change is a new generation that is
 * proven healthy before the traffic moves; an old one is drained before it is removed; a rollback moves the traffic
 * back.
 *
 * @throws InputError with all problems at once, before anything is declared
 * @see docs/docker.md
 */
class BlueGreenGroup extends pulumi.ComponentResource {
  /** The stable address: `http://host:port/path` of the first entry of `listen`, `https://…` on an HTTPS port. */
  public readonly url: pulumi.Output<string>;
  /** Where a generation that waits for its switch is shown; empty without `preview`. */
  public readonly previewUrl: pulumi.Output<string>;
  /** The id of the generation that receives the traffic. */
  public readonly generation: pulumi.Output<string>;
  /** What was released, newest first. Holds no secrets. */
  public readonly history: pulumi.Output<History>;

  constructor(name: string, args: BlueGreenGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    const settings = checked(name, args, opts);
    super("anew:docker:BlueGreenGroup", name, {}, opts);
    const { router: given } = args;
    const router = this.routerOf(
      name,
      args,
      settings,
      (known) => given ?? declareImplicitRouter(implicitRouter(args, settings, opts), known),
    );
    const released = router.then((one) =>
      releaseGroup(this, name, args, settings, {
        target: dockerTarget(one.networkName),
        connection: connectionInput(args.connection),
        route: routeInput(one, settings),
        ownArgs: OWN_ARGS,
        ...platformSpec(args),
        findProblems: (spec, problems) => findReplicaProblems(spec.replicas, settings, problems),
      }),
    );
    const first = settings.listen[0] as GroupSettings["listen"][number];
    this.url = addressOf(router, first.port, first.host, first.path);
    this.previewUrl =
      settings.preview === undefined ? pulumi.output("") : addressOf(router, settings.preview.port);
    this.generation = pulumi.output(released.then((one) => one.generation));
    this.history = pulumi.output(released.then((one) => one.history)) as pulumi.Output<History>;
    this.registerOutputs({
      url: this.url,
      previewUrl: this.previewUrl,
      generation: this.generation,
      history: this.history,
    });
  }

  /** The group's router, which is refused, before anything but the group itself is declared, where it can't be had. */
  private async routerOf(
    name: string,
    args: BlueGreenGroupArgs,
    settings: GroupSettings,
    declare: (known: KnownRouters) => HostRouter,
  ): Promise<HostRouter> {
    const known = await knownRouters(this, args.history);
    await refuseAnotherRouter(name, args, settings, known);
    const router = declare(known);
    await requirePublished(name, args, settings, known, router);
    return router;
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
  for (const problem of unsupported("docker", args)) {
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
  findListenProblems(args, settings, problems);
  findReplicaProblems(args.replicas ?? DEFAULT_REPLICAS, settings, problems);
  requireConnection(args.connection, opts, problems);
  findDockerProblems(args, problems);
  findCheckProblems(args, problems);
  findRouterProblems(name, args, settings, opts, problems);
  claimName("BlueGreenGroup", name, problems);
  claimAddresses(name, args.router ?? daemonKey(args.connection, opts), settings, problems);
  problems.throwIfAny(`BlueGreenGroup ${name}`);
  return settings;
}

function routeInput(router: HostRouter, settings: GroupSettings): pulumi.Output<Json> {
  const route = router.containerId.apply((routerId) => ({
    routerId,
    listen: settings.listen,
    ...(settings.preview === undefined ? {} : { preview: settings.preview }),
  }));
  return route as unknown as pulumi.Output<Json>;
}

function addressOf(
  router: Promise<HostRouter>,
  port: number,
  host?: string,
  path = "/",
): pulumi.Output<string> {
  const known = router.then((one) => ({ address: one.address, https: one.httpsPorts.includes(port) }));
  return pulumi.output(known).apply(({ address, https }) => {
    // What listens on all addresses is reached by the machine's own.
    const reached = host ?? (address === "0.0.0.0" || address === "::" ? "localhost" : address);
    const standard = port === (https ? 443 : 80);
    return `${https ? "https" : "http"}://${reached}${standard ? "" : `:${port}`}${path === "/" ? "" : path}`;
  });
}

export type { BlueGreenGroupArgs };
export { BlueGreenGroup };
