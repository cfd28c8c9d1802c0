import { type GroupSettings, type InputProblem, InputProblems, knownValue, urnsOf } from "@anew/core";
import type { BlueGreenGroupArgs } from "./blue-green-group";
import { isImplicit, type KnownRouters, portsOf } from "./implicit-router";
import type { HostRouter } from "./router/host-router";
import type { RecordedRouter } from "./router/recorded-routers";

/** How long it takes, for the messages; measured in docs/router.md. */
const INTERRUPTS = "its addresses do not answer for 2 to 3 seconds meanwhile";

/**
 * A group that would leave its router is refused before another one is declared: its generations are in the router's
 * network. Between two HostRouters that both have a name nothing is refused here: then the user knows of both.
 * @throws InputError, at preview too
 */
async function refuseAnotherRouter(
  name: string,
  args: BlueGreenGroupArgs,
  settings: GroupSettings,
  known: KnownRouters,
): Promise<void> {
  const before = known.routers.find((one) => one.containerId === known.routerId);
  if (before === undefined || (args.router === undefined) === isImplicit(before)) return;
  const urns = args.router === undefined ? [] : await urnsOf(args.router);
  if (urns.includes(before.urn)) return;
  refuse(name, {
    property: "router",
    given: args.router === undefined ? undefined : "another HostRouter",
    expected: `the router that the group has, ${before.name}: its generations are in that router's network`,
    fix: isImplicit(before) ? takeOver(before, settings) : "give the group that HostRouter",
  });
}

/**
 * A router that runs is frozen, whatever the program says now: a group that needs another port of it is refused before
 * anything of the group is declared.
 * @throws InputError, at preview too
 */
async function requirePublished(
  name: string,
  args: BlueGreenGroupArgs,
  settings: GroupSettings,
  known: KnownRouters,
  router: HostRouter,
): Promise<void> {
  const urns = await urnsOf(router);
  const before = known.routers.find((one) => urns.includes(one.urn));
  // One that is made in this update has what the program says, and need not be waited for.
  const published = before === undefined ? undefined : await knownValue(router.publishedPorts);
  const missing = portsOf(settings).filter((port) => published?.includes(port) === false);
  if (before === undefined || missing.length === 0) return;
  refuse(name, {
    property: "listen",
    given: portsOf(settings),
    expected: `ports that the router ${before.name} publishes (${published?.join(", ")}): it is made once, and not replaced by the way`,
    fix:
      args.router === undefined
        ? `to make it anew with these, \`pulumi config set anew:routerRelease 2\`, or ${takeOver(before, settings)}`
        : `to make it anew with its ports of now, give the HostRouter another release; ${INTERRUPTS}`,
  });
}

function takeOver(before: RecordedRouter, settings: GroupSettings): string {
  const ports = [...new Set([...before.ports, ...portsOf(settings)])].sort((a, b) => a - b);
  return (
    `new HostRouter("edge", { ports: [${ports.join(", ")}], release: "2" }, { aliases: [{ name: "${before.name}" }] }) ` +
    `as the group's router takes it over and makes it anew; ${INTERRUPTS}`
  );
}

function refuse(name: string, problem: InputProblem): never {
  const problems = new InputProblems([problem]);
  problems.throwIfAny(`BlueGreenGroup ${name}`);
  throw new Error(problem.expected);
}

export { refuseAnotherRouter, requirePublished };
