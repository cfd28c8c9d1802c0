import {
  type GroupSettings,
  type InputProblems,
  perRun,
  readStackOutputs,
  recordedRoute,
  urnsOf,
} from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import type { BlueGreenGroupArgs } from "./blue-green-group";
import { claimPorts } from "./claims";
import { daemonKey, dockerProvider, providerName } from "./connection-input";
import { DEFAULT_ROUTER_ADDRESS, HostRouter, type HostRouterArgs } from "./router/host-router";
import { type RecordedRouter, recordedRouters } from "./router/recorded-routers";
import { routerPort } from "./router/router-port";

/** A router that groups without one of their own share; made once, with the first of them. */
interface ImplicitRouter {
  readonly daemon: string;
  readonly ports: readonly number[];
  readonly args: HostRouterArgs;
  /** Nothing where it is on the default daemon, as it nearly always is. */
  readonly suffix: string;
  readonly provider: pulumi.ProviderResource | undefined;
}

const implicitRouters = perRun((): ImplicitRouter[] => []);
const routersByName = perRun(() => new Map<string, HostRouter>());

/** What the name of a router begins with that no program has named. */
const IMPLICIT_NAME = "anew-router-";

/**
 * The router of a group that names none: one on the same daemon that has all of its ports already, else a new one for
 * just these. Its image, its address and its release come from the configuration `anew:routerImage`,
 * `anew:routerAddress` and `anew:routerRelease`.
 */
function implicitRouter(
  args: BlueGreenGroupArgs,
  settings: GroupSettings,
  options: pulumi.ComponentResourceOptions | undefined,
): ImplicitRouter {
  const ports = portsOf(settings);
  const daemon = daemonKey(args.connection, options);
  const found = implicitRouters().find((one) => one.daemon === daemon && hasAll(one, ports));
  if (found !== undefined) {
    return found;
  }
  const provider = dockerProvider(options);
  const { connection } = args;
  const config = new pulumi.Config("anew");
  const image = config.get("routerImage");
  const address = config.get("routerAddress");
  const release = config.get("routerRelease");
  const made: ImplicitRouter = {
    daemon,
    ports,
    args: {
      ports,
      ...(image && { image }),
      ...(address && { address }),
      ...(release && { release }),
      ...(connection && { connection }),
    },
    suffix:
      provider === undefined || daemon === daemonKey(undefined, undefined)
        ? ""
        : `-on-${providerName(provider)}`,
    provider,
  };
  implicitRouters().push(made);
  return made;
}

/**
 * A router is made once, and its name is the one that it was made with: whatever the groups listen on now, the state
 * knows which router it is. Only one that is not in the state is named by its ports.
 */
function declareImplicitRouter(implicit: ImplicitRouter, known: KnownRouters): HostRouter {
  const { ports, args, suffix, provider } = implicit;
  const recorded = known.routers.filter(isImplicit);
  const before =
    recorded.find((one) => one.containerId === known.routerId) ??
    recorded.find((one) => one.name.endsWith(suffix) && one.ports.some((port) => ports.includes(port)));
  const name = before?.name ?? `${IMPLICIT_NAME}${ports.join("-")}${suffix}`;
  const routers = routersByName();
  const router = routers.get(name) ?? new HostRouter(name, args, provider === undefined ? {} : { provider });
  routers.set(name, router);
  return router;
}

/** What the state says of the routers of a program. */
interface KnownRouters {
  readonly routers: readonly RecordedRouter[];
  /** The container of the one that the group has. */
  readonly routerId?: string;
}

/** Nothing is known where the state can't be read: then the group's history comes as an argument. */
async function knownRouters(
  group: pulumi.ComponentResource,
  history: BlueGreenGroupArgs["history"],
): Promise<KnownRouters> {
  if (history !== undefined) {
    return { routers: [] };
  }
  const outputs = await readStackOutputs();
  const route = recordedRoute(outputs, await urnsOf(group)) as { readonly routerId?: string } | undefined;
  return {
    routers: recordedRouters(outputs),
    ...(route?.routerId === undefined ? {} : { routerId: route.routerId }),
  };
}

/** Two routers can't publish one port: groups that share a port without sharing all of theirs need one by name. */
function findRouterProblems(
  name: string,
  args: BlueGreenGroupArgs,
  settings: GroupSettings,
  options: pulumi.ComponentResourceOptions | undefined,
  problems: InputProblems,
): void {
  const ports = portsOf(settings);
  const { router } = args;
  if (router !== undefined) {
    const missing = ports.filter((port) => !router.ports.includes(port));
    if (missing.length > 0) {
      problems.add({
        property: "router",
        given: `a HostRouter with the ports ${router.ports.join(", ")}`,
        expected: `a HostRouter that publishes ${missing.join(", ")} as well`,
        fix: "add the ports to the router's, or listen on one that it has",
      });
    }
    return;
  }
  for (const port of ports.filter((one) => routerPort(one).protocol === "https")) {
    problems.add({
      property: settings.preview?.port === port ? "preview.port" : "listen",
      given: port,
      expected: "no HTTPS port: the router that a group makes for itself has no certificate to show",
      fix: `declare new HostRouter("edge", { ports: [${ports.join(", ")}], certificates: [{ certificate, privateKey }] }), and give it to the group as router`,
    });
  }
  const daemon = daemonKey(args.connection, options);
  const clash = implicitRouters().find(
    (one) => one.daemon === daemon && ports.some((port) => one.ports.includes(port)) && !hasAll(one, ports),
  );
  if (clash !== undefined) {
    problems.add({
      property: "listen",
      given: ports,
      expected: `ports that all belong to one router; ${clash.ports.join(", ")} belong to one that another group made`,
      fix: "declare a HostRouter with all the ports, and give it to each group as router",
    });
    return;
  }
  const implicit = implicitRouter(args, settings, options);
  claimPorts(
    {
      daemon,
      address: implicit.args.address ?? DEFAULT_ROUTER_ADDRESS,
      ports,
      router: implicit.args,
      owner: `the router of group ${name}`,
    },
    problems,
    () => ({ property: "listen", fix: "give the group that router, or another port" }),
  );
}

function hasAll(one: { readonly ports: readonly number[] }, ports: readonly number[]): boolean {
  return ports.every((port) => one.ports.includes(port));
}

function isImplicit({ name }: { readonly name: string }): boolean {
  return name.startsWith(IMPLICIT_NAME);
}

/** Every port that a group needs, its preview's too. */
function portsOf(settings: GroupSettings): number[] {
  const ports = settings.listen.map((one) => one.port);
  return [...new Set([...ports, ...(settings.preview ? [settings.preview.port] : [])])].sort((a, b) => a - b);
}

export type { KnownRouters };
export { declareImplicitRouter, findRouterProblems, implicitRouter, isImplicit, knownRouters, portsOf };
