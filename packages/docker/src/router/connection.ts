/** How to reach a Docker daemon. */
interface Connection {
  /** `unix:///…`, `tcp://…` or `ssh://…`. @default the environment's DOCKER_HOST, else unix:///var/run/docker.sock */
  readonly host?: string;
  /** Folder with ca.pem, cert.pem and key.pem. @default the environment's DOCKER_CERT_PATH, with TLS on */
  readonly certPath?: string;
}

const DEFAULT_HOST = "unix:///var/run/docker.sock";

export type { Connection };
export { DEFAULT_HOST };
