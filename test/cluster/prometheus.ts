import { SetupError } from "../setup/cleanup";
import { which } from "../setup/command";
import { canInstall, installPrograms } from "../setup/docker/install";
import { freePort } from "../setup/free-port";
import type { OwnCluster } from "./cluster";
import type { Gateway } from "./gateway";
import { recordOf, startPart } from "./part";
import { untilPartIsReady } from "./ready";
import { writeRecord } from "./record";

/** A Prometheus that scrapes the gateway each second. */
export interface Prometheus {
  /** Its own address, without a slash at the end. */
  readonly url: string;
}

/** Starts it once in a cluster, on this machine. It goes away with the cluster. */
export async function startPrometheus(cluster: OwnCluster, gateway: Gateway): Promise<Prometheus> {
  const { id } = cluster;
  if (canInstall()) await installPrograms(["prometheus"]);
  if (which("prometheus") === undefined) throw new SetupError("prometheus is missing: install Prometheus");
  if (recordOf(id).prometheus === undefined) {
    const prometheus = { port: await freePort(), target: new URL(gateway.metricsUrl).host };
    writeRecord({ ...recordOf(id), prometheus });
    startPart(id, "prometheus");
  }
  await untilPartIsReady(id, "prometheus");
  return { url: `http://127.0.0.1:${recordOf(id).prometheus?.port}` };
}
