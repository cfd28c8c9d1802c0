import { connect } from "node:net";
import type { Health } from "@anew/core";
import type Dockerode from "dockerode";
import { short, stateOf } from "./containers";
import type { DockerIdentity } from "./identity";

/** The health of a generation that has no router, as Docker and the program itself show it. */
async function directHealth(docker: Dockerode, identity: DockerIdentity): Promise<Health> {
  const details: string[] = [];
  let ready = 0;
  for (const id of identity.containers) {
    const problem = await containerProblem(docker, id, identity);
    if (problem === undefined) {
      ready += 1;
    } else {
      details.push(`${short(id)} ${problem}`);
    }
  }
  const of = identity.containers.length;
  return { healthy: ready === of, ready, of, detail: details.join(", ") || "running" };
}

async function containerProblem(
  docker: Dockerode,
  id: string,
  { check }: DockerIdentity,
): Promise<string | undefined> {
  const found = await stateOf(docker, id);
  if (found === undefined) {
    return "is gone";
  }
  if (!found.State.Running || found.State.Restarting) {
    return `is ${found.State.Status} (exit code ${found.State.ExitCode})`;
  }
  if (check.kind === "command") {
    const status = found.State.Health?.Status ?? "without a health check";
    return status === "healthy" ? undefined : `is ${status}`;
  }
  if (check.kind === "connect") {
    const address = Object.values(found.NetworkSettings.Networks)
      .map((network) => network.IPAddress)
      .find((ip) => ip !== "");
    return address === undefined ? "has no address" : tryConnect(address, check.port, check.probeTimeout);
  }
  return undefined;
}

/** Why a TCP connection can't be made; undefined when it can. */
function tryConnect(host: string, port: number, timeoutMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const end = (result: string | undefined) => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => end(undefined));
    socket.once("timeout", () => end(`does not accept connections at port ${port} within ${timeoutMs} ms`));
    socket.once("error", (error) => end(`does not accept connections at port ${port}: ${error.message}`));
  });
}

export { directHealth };
