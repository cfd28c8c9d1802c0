import type { Duplex } from "node:stream";
import type Dockerode from "dockerode";
import { type Connection, DEFAULT_HOST, dockerClient } from "./docker-client";
import { LAYOUT_VERSION, ROUTER_LABEL } from "./layout";
import { RouterError } from "./router-error";

const LOG_LINES = 10;

/** The router's container, through the Docker API alone. */
class RouterContainer {
  private constructor(
    private readonly docker: Dockerode,
    private readonly id: string,
    private readonly host: string,
  ) {}

  /** @throws RouterError when it is gone, stopped or no router of this version, or the daemon does not answer */
  static async find(connection: Connection, id: string): Promise<RouterContainer> {
    const docker = await dockerClient(connection);
    const host = connection.host ?? process.env.DOCKER_HOST ?? DEFAULT_HOST;
    const container = new RouterContainer(docker, id, host);
    const { labels, running, status } = await container.inspect();
    const version = labels[ROUTER_LABEL];
    if (version !== LAYOUT_VERSION) {
      throw new RouterError(
        "foreign",
        version === undefined
          ? `container ${container.name} is no router of Anew: it has no label ${ROUTER_LABEL}`
          : `router ${container.name} has the layout ${version}, and this version of Anew knows ${LAYOUT_VERSION}; give HostRouter a new release to replace it`,
      );
    }
    if (!running && status !== "restarting") throw container.stopped(status);
    return container;
  }

  /** The first digits of its id: for people, and in Docker's DNS. */
  get name(): string {
    return this.id.slice(0, 12);
  }

  async inspect(): Promise<{
    labels: Record<string, string>;
    running: boolean;
    status: string;
    networks: string[];
    ports: number[];
  }> {
    try {
      const found = await this.docker.getContainer(this.id).inspect();
      return {
        labels: found.Config.Labels ?? {},
        running: found.State.Running && !found.State.Restarting,
        status: found.State.Status,
        networks: Object.keys(found.NetworkSettings.Networks),
        ports: Object.keys(found.HostConfig.PortBindings ?? {}).map((port) => Number.parseInt(port, 10)),
      };
    } catch (cause) {
      throw this.explain(cause);
    }
  }

  /** @throws RouterError for a port that the running router does not publish, whatever the program says */
  async requirePorts(ports: readonly number[]): Promise<void> {
    const { ports: published } = await this.inspect();
    const missing = ports.filter((port) => !published.includes(port));
    if (missing.length === 0) return;
    throw new RouterError(
      "input",
      `listen.port: router ${this.name} does not publish ${missing.join(", ")}: it was made with ${published.join(", ")}; give its HostRouter the port and a new release`,
    );
  }

  /**
   * The address of another container in one of the router's networks; undefined while it does not run.
   * @throws RouterError when there is no such container, or it shares no network with the router
   */
  async addressOf(name: string): Promise<string | undefined> {
    const { networks } = await this.inspect();
    let found: Dockerode.ContainerInspectInfo;
    try {
      found = await this.docker.getContainer(name).inspect();
    } catch (cause) {
      if ((cause as { statusCode?: number }).statusCode !== 404) throw this.explain(cause);
      throw new RouterError("gone", `server ${name}: there is no such container on ${this.host}`, { cause });
    }
    const theirs = found.NetworkSettings.Networks;
    const shared = networks.filter((network) => theirs[network] !== undefined);
    if (shared.length === 0) {
      throw new RouterError(
        "input",
        `server ${name} is in the networks ${Object.keys(theirs).join(", ") || "(none)"}, and router ${this.name} in ${networks.join(", ")}; they must share one`,
      );
    }
    return shared.map((network) => theirs[network]!.IPAddress).find((address) => address !== "");
  }

  /** Starts a program in the container, and gives its input and output. */
  async exec(
    command: readonly string[],
    on: { output(data: Buffer): void; end(reason: string): void },
  ): Promise<Duplex> {
    try {
      const exec = await this.docker.getContainer(this.id).exec({
        Cmd: [...command],
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
      });
      const stream = await exec.start({ hijack: true, stdin: true });
      let problem = "";
      this.docker.modem.demuxStream(
        stream,
        { write: (data: Buffer) => on.output(data) } as unknown as NodeJS.WritableStream,
        {
          write: (data: Buffer) => {
            problem = (problem + data.toString()).slice(-500);
          },
        } as unknown as NodeJS.WritableStream,
      );
      stream.on("error", (error: Error) => on.end(error.message));
      stream.on("close", () => on.end(problem.trim()));
      stream.on("end", () => on.end(problem.trim()));
      return stream;
    } catch (cause) {
      const error = this.explain(cause);
      throw error.reason === "daemon" && (cause as { statusCode?: number }).statusCode !== undefined
        ? new RouterError(
            "exec",
            `router ${this.name}: no command can be run in it: ${(cause as Error).message}`,
            {
              cause,
            },
          )
        : error;
    }
  }

  /** The last lines of its log: why it does not run, or does not answer. */
  async lastLog(): Promise<string> {
    const raw = (await this.docker
      .getContainer(this.id)
      .logs({ stdout: true, stderr: true, tail: LOG_LINES })
      .catch(() => Buffer.alloc(0))) as unknown as Buffer;
    // Each piece has a header of eight bytes: stream, three zeros, length.
    let text = "";
    for (let at = 0; at + 8 <= raw.length; at += 8 + raw.readUInt32BE(at + 4)) {
      text += raw.toString("utf8", at + 8, at + 8 + raw.readUInt32BE(at + 4));
    }
    return text.trim();
  }

  private stopped(status: string): RouterError {
    return new RouterError(
      "stopped",
      `router ${this.name} does not run (it is ${status}); start it with: docker start ${this.name}`,
    );
  }

  private explain(cause: unknown): RouterError {
    if (cause instanceof RouterError) return cause;
    const { statusCode, message } = cause as { statusCode?: number; message: string };
    if (statusCode === 404) {
      return new RouterError(
        "gone",
        `router ${this.name}: there is no such container on ${this.host}; was it removed by hand? Run \`pulumi refresh\`, then \`pulumi up\``,
        { cause },
      );
    }
    if (statusCode === 409) return this.stopped("not running");
    return new RouterError("daemon", `Docker at ${this.host} does not answer: ${message}`, { cause });
  }
}

export { RouterContainer };
