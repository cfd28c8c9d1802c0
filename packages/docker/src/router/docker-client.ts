import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type Dockerode from "dockerode";
import { boundCalls } from "./bounded-calls";
import { type Connection, DEFAULT_HOST } from "./connection";

/** A client for a daemon; loaded when it is needed, because that takes time. */
async function dockerClient(
  connection: Connection,
  timeouts: { readonly answerMs?: number; readonly workMs?: number } = {},
): Promise<Dockerode> {
  const host = connection.host ?? process.env.DOCKER_HOST ?? DEFAULT_HOST;
  return boundCalls(await unboundedClient(connection, host), host, timeouts);
}

async function unboundedClient(connection: Connection, host: string): Promise<Dockerode> {
  const { default: Docker } = await import("dockerode");
  if (host.startsWith("unix://")) return new Docker({ socketPath: host.slice("unix://".length) });
  if (host.startsWith("npipe://")) return new Docker({ socketPath: host.slice("npipe://".length) });
  const url = new URL(host.includes("://") ? host : `tcp://${host}`);
  if (url.protocol === "ssh:") {
    return new Docker({
      protocol: "ssh",
      host: url.hostname,
      port: url.port === "" ? 22 : Number(url.port),
      ...(url.username === "" ? {} : { username: url.username }),
      ...(process.env.SSH_AUTH_SOCK === undefined
        ? {}
        : { sshOptions: { agent: process.env.SSH_AUTH_SOCK } }),
    });
  }
  const fromEnvironment = connection.host === undefined && process.env.DOCKER_TLS_VERIFY !== undefined;
  const certPath = connection.certPath ?? (fromEnvironment ? process.env.DOCKER_CERT_PATH : undefined);
  const tls =
    certPath === undefined
      ? {}
      : {
          ca: await readFile(join(certPath, "ca.pem")),
          cert: await readFile(join(certPath, "cert.pem")),
          key: await readFile(join(certPath, "key.pem")),
        };
  const secure = certPath !== undefined || url.protocol === "https:";
  return new Docker({
    protocol: secure ? "https" : "http",
    host: url.hostname,
    port: url.port === "" ? (secure ? 2376 : 2375) : Number(url.port),
    ...tls,
  });
}

export type { Connection };
export { DEFAULT_HOST, dockerClient };
