import type { GroupSettings, InputProblems } from "@anew/core";
import type { BlueGreenGroupArgs } from "./blue-green-group";
import { SLOTS } from "./router/layout";
import { HOST_EXPECTED, isRouteHost, isRoutePath, PATH_EXPECTED } from "./router/route-grammar";

/** What of a group's addresses its router can't do: the gate would refuse it, after the containers were made. */
function findListenProblems(
  { listen }: BlueGreenGroupArgs,
  settings: GroupSettings,
  problems: InputProblems,
): void {
  // One value has one problem: what no target could do is noted already.
  const isNoted = (property: string) => problems.list.some((one) => one.property === property);
  settings.listen.forEach(({ host, path }, index) => {
    const at = Array.isArray(listen) ? `listen[${index}]` : "listen";
    if (host !== undefined && !isRouteHost(host) && !isNoted(`${at}.host`)) {
      problems.add({
        property: `${at}.host`,
        given: host,
        expected: HOST_EXPECTED,
        ...(host.startsWith("*.") && { fix: "name each host in an entry of its own" }),
      });
    }
    if (!isRoutePath(path)) {
      problems.add({
        property: `${at}.path`,
        given: path,
        expected: PATH_EXPECTED,
        fix: `write ${JSON.stringify(encoded(path))}`,
      });
    }
  });
}

/** In a release the new generation, the live one and the warm ones are in the router at the same time. */
function findReplicaProblems(
  replicas: unknown,
  { keep, standby }: GroupSettings,
  problems: InputProblems,
): void {
  const generations = 2 + (standby === "warm" ? keep : 0);
  const most = Math.floor(SLOTS / generations);
  const isNoted = problems.list.some(({ property }) => property === "keep" || property === "replicas");
  if (typeof replicas !== "number" || replicas <= most || isNoted) {
    return;
  }
  problems.add({
    property: "replicas",
    given: replicas,
    expected:
      `at most ${most} with keep: ${keep}: in a release ${generations} generations are in the router, ` +
      `which has ${SLOTS} places for a group`,
    fix: 'use fewer replicas, keep fewer generations, or standby: "cold"',
  });
}

function encoded(path: string): string {
  return path.replaceAll(/[^A-Za-z0-9._~!$&'()*+,;=:@%/-]/gu, (character) => {
    return isLone(character) ? "" : encodeURIComponent(character);
  });
}

/** Half a surrogate pair has no UTF-8. */
function isLone(character: string): boolean {
  return /^[\ud800-\udfff]$/.test(character);
}

export { findListenProblems, findReplicaProblems };
