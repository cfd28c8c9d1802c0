import Docker from "dockerode";

/** A client of the Docker daemon at an address as in DOCKER_HOST. */
export function dockerClient(host: string): Docker {
  return new Docker(clientOptions(host));
}

/** What dockerode wants for a DOCKER_HOST; other schemes (ssh, tcp with certificates) it reads from the environment itself. */
export function clientOptions(host: string): Docker.DockerOptions {
  return host.startsWith("unix://") ? { socketPath: host.slice("unix://".length) } : {};
}
