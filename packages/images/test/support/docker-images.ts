import { mustRun, run } from "../../../../test/setup";

/** The images of a test on a daemon, by the `docker` command. */
export class DockerImages {
  constructor(private readonly host: string) {}

  /** @returns what the command printed */
  async docker(...args: string[]): Promise<string> {
    return (await mustRun("docker", args, { env: this.environment() })).trim();
  }

  /** Names of all images with a content hash as tag, sorted. */
  async taggedWith(contentHash: string): Promise<string[]> {
    const listed = await this.docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}");
    return listed
      .split("\n")
      .filter((name) => name.endsWith(`:${contentHash}`))
      .sort();
  }

  /** Removes names, and the images that have no other; one that is not there is fine. */
  async remove(...names: readonly string[]): Promise<void> {
    if (names.length > 0) await run("docker", ["image", "rm", ...names], { env: this.environment() });
  }

  /** Paths in an image, sorted; folders end with a slash. */
  async paths(image: string): Promise<string[]> {
    const container = await this.docker("create", image, "/none");
    try {
      const command = `docker export ${container} | tar -t`;
      const listed = await mustRun("sh", ["-c", command], { env: this.environment() });
      // What Docker puts into every container.
      const own = /^(\.dockerenv|dev\/.*|etc\/.*|proc\/|sys\/|run\/.*)$/;
      return listed
        .split("\n")
        .filter((path) => path !== "" && !own.test(path))
        .sort();
    } finally {
      await this.docker("rm", container);
    }
  }

  private environment(): NodeJS.ProcessEnv {
    return { ...process.env, DOCKER_HOST: this.host, DOCKER_BUILDKIT: "0" };
  }
}
