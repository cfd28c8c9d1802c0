import { readFileSync } from "node:fs";
import { join } from "node:path";
import type Dockerode from "dockerode";
import type { Fields } from "./fields";

export const DEFAULT_HOST = "unix:///var/run/docker.sock";

/** The daemon's address: the provider's own, else DOCKER_HOST, else the local socket. */
export function dockerHost(config: Fields, env: NodeJS.ProcessEnv): string {
  return config.text("host") ?? (env.DOCKER_HOST || DEFAULT_HOST);
}

/**
 * What dockerode needs in order to reach the host.
 * @throws Error on an address of no known kind and on half a certificate
 */
export function connectionOptions(
  host: string,
  config: Fields,
  env: NodeJS.ProcessEnv,
): Dockerode.DockerOptions {
  const address = /^([a-z]+):\/\/(.*)$/.exec(host);
  if (!address)
    throw new Error(`host: got "${host}", expected unix:///path, tcp://host:port or ssh://user@host`);
  const [, scheme, rest] = address as unknown as [string, string, string];
  if (scheme === "unix") return { socketPath: rest };
  if (scheme === "npipe") return { socketPath: rest.replaceAll("/", "\\") };
  const url = new URL(`http://${rest}`);
  if (scheme === "ssh") {
    return {
      protocol: "ssh",
      host: url.hostname,
      port: url.port || 22,
      username: decodeURIComponent(url.username) || env.USER || "root",
      sshOptions: { agent: env.SSH_AUTH_SOCK },
    } as Dockerode.DockerOptions;
  }
  if (!["tcp", "http", "https"].includes(scheme)) {
    throw new Error(`host: got "${host}", expected unix:///path, tcp://host:port or ssh://user@host`);
  }
  const tls = certificates(config, env);
  return {
    host: url.hostname,
    port: url.port || (tls ? 2376 : 2375),
    protocol: tls || scheme === "https" ? "https" : "http",
    ...tls,
  };
}

function certificates(config: Fields, env: NodeJS.ProcessEnv) {
  const ca = config.text("caMaterial") ?? env.DOCKER_CA_MATERIAL;
  const cert = config.text("certMaterial") ?? env.DOCKER_CERT_MATERIAL;
  const key = config.text("keyMaterial") ?? env.DOCKER_KEY_MATERIAL;
  const path = config.text("certPath") ?? env.DOCKER_CERT_PATH;
  if (cert || key) {
    if (!cert || !key) throw new Error("cert_material, and key_material must be specified");
    if (path) throw new Error("cert_path must not be specified");
    return { ca, cert, key };
  }
  if (!path) return undefined;
  const read = (name: string) => readFileSync(join(path, name), "utf8");
  return { ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") };
}
