/** How to reach a Docker daemon. */
interface Connection {
  /** `unix:///…`, `tcp://…` or `ssh://…`. @default the environment's, as for the `docker` command */
  readonly host?: string;
  /** Folder with `ca.pem`, `cert.pem` and `key.pem`, for TLS. */
  readonly certPath?: string;
}

/** The environment of a `docker` command that goes to this daemon. */
function connectionEnvironment({ host, certPath }: Connection): Record<string, string | undefined> {
  return {
    // A context would win over the host.
    ...(host === undefined ? {} : { DOCKER_HOST: host, DOCKER_CONTEXT: undefined }),
    ...(certPath === undefined ? {} : { DOCKER_CERT_PATH: certPath, DOCKER_TLS_VERIFY: "1" }),
  };
}

export type { Connection };
export { connectionEnvironment };
