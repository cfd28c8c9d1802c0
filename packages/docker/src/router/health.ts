import type { Health } from "@anew/core";
import type { Attached } from "./group-file";
import type { ServerStatistics } from "./statistics";

/**
 * What HAProxy's own checks say of a generation. A server counts when its last check passed and HAProxy has it fully
 * up; one that just failed a check ("UP 2/3") still gets requests, and does not count.
 */
function healthOf(servers: readonly Attached[], statistics: readonly ServerStatistics[]): Health {
  if (servers.length === 0) {
    return { healthy: false, ready: 0, of: 0, detail: "no server is attached to the router" };
  }
  const bySlot = new Map(statistics.map((row) => [row.slot, row]));
  const found = servers.map((server) => ({ server, row: bySlot.get(server.slot) }));
  const ready = found.filter(({ row }) => row !== undefined && isReady(row)).length;
  // The ones that are not ready say more.
  const told =
    ready === servers.length ? found : found.filter(({ row }) => row === undefined || !isReady(row));
  return {
    healthy: ready === servers.length,
    ready,
    of: servers.length,
    detail: told.map(({ server, row }) => `${server.name}: ${describe(row)}`).join("; "),
  };
}

function isReady(row: ServerStatistics): boolean {
  return row.status === "UP" && /^L[47]OK/.test(row.checkStatus);
}

function describe(row: ServerStatistics | undefined): string {
  if (row === undefined) return "the router has no such server";
  if (row.status.startsWith("MAINT (resolution)"))
    return "its container does not run (its name does not resolve)";
  if (row.status.startsWith("MAINT")) return "taken out of service (maintenance)";
  if (row.checkStatus === "" || row.checkStatus === "INI") return "not checked yet";
  const code = row.checkCode === "" || row.checkCode === "0" ? "" : `/${row.checkCode}`;
  const text = row.checkText === "" || row.checkText === "Layer7 check passed" ? "" : ` ${row.checkText}`;
  return `${row.status} ${row.checkStatus}${code}${text} in ${row.checkMs || "?"} ms`;
}

export { healthOf };
