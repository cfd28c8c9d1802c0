import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import { freePort, haproxyImage, nodeImage, type TestDocker } from "../../../../test/setup";
import {
  HaproxyRouter,
  type RouterCheck,
  type RouterTarget,
  type Server,
} from "../../src/router/haproxy-router";
import { LAYOUT_VERSION, ROUTER_LABEL, RUN_PATH, VOLUME_PATH } from "../../src/router/layout";
import { renderStartScript } from "../../src/router/start-script";
import { eventually } from "./eventually";
import { SERVER_PROGRAM } from "./server-program";

/** A router with servers on a real daemon; everything carries one random prefix, and goes with `remove`. */
class Lab {
  readonly prefix = `anew-test-${randomBytes(4).toString("hex")}`;
  private readonly containers: string[] = [];
  private readonly routers: HaproxyRouter[] = [];
  routerId = "";

  private constructor(
    readonly docker: TestDocker,
    /** Plain HTTP, the last one HTTPS. */
    readonly ports: readonly number[],
    private readonly images: { readonly router: string; readonly server: string },
  ) {}

  static async start(docker: TestDocker): Promise<Lab> {
    const ports = [await freePort(), await freePort(), await freePort()];
    // To try another version of HAProxy, or an image with other programs beside it.
    const given = process.env.ANEW_TEST_ROUTER_IMAGE;
    const images = {
      router: given ?? (await haproxyImage(docker.host)),
      server: await nodeImage(docker.host),
    };
    const lab = new Lab(docker, ports, images);
    await docker.client.createNetwork({ Name: lab.prefix, CheckDuplicate: true });
    await lab.startRouter();
    return lab;
  }

  get http(): number {
    return this.ports[0]!;
  }

  get preview(): number {
    return this.ports[1]!;
  }

  get https(): number {
    return this.ports[2]!;
  }

  container(name: string): Docker.Container {
    return this.docker.client.getContainer(`${this.prefix}-${name}`);
  }

  /** The router for a group; closed with the lab. */
  async connect(group: string, more: Partial<RouterTarget> = {}): Promise<HaproxyRouter> {
    const router = await HaproxyRouter.connect(
      { host: this.docker.host },
      { containerId: this.routerId, group, listen: [{ port: this.http }], ...more },
    );
    this.routers.push(router);
    return router;
  }

  /** Starts the servers of a generation: one container per name. */
  serve(...names: readonly string[]): Promise<Server[]> {
    return this.serveAt(8080, ...names);
  }

  async serveAt(port: number, ...names: readonly string[]): Promise<Server[]> {
    return Promise.all(
      names.map(async (name) => {
        const container = await this.docker.client.createContainer({
          name: `${this.prefix}-${name}`,
          Image: this.images.server,
          Cmd: ["node", "-e", SERVER_PROGRAM],
          Env: [`NAME=${name}`, `PORT=${port}`],
          HostConfig: { NetworkMode: this.prefix, Init: true },
        });
        this.containers.push(container.id);
        await container.start();
        return { name, address: `${this.prefix}-${name}`, port };
      }),
    );
  }

  /** Starts the servers of a generation, attaches them and waits until they are healthy. */
  async attach(
    router: HaproxyRouter,
    generation: string,
    names: readonly string[] = [generation],
    check: RouterCheck = { path: "/healthz" },
  ): Promise<Server[]> {
    const servers = await this.serve(...names);
    await router.ensureGroup(check);
    await router.attach(generation, servers);
    await this.healthy(router, generation);
    return servers;
  }

  async healthy(router: HaproxyRouter, generation: string): Promise<void> {
    await eventually(
      `${generation} is healthy`,
      async () => (await router.health(generation)).healthy,
      () => router.health(generation),
    );
  }

  /** The router's container again, with the same volume: as when it is replaced. */
  async startRouter(): Promise<void> {
    const ports = this.ports.map(
      (port) => [`${port}/tcp`, [{ HostIp: "127.0.0.1", HostPort: `${port}` }]] as const,
    );
    const container = await this.docker.client.createContainer({
      name: `${this.prefix}-router`,
      Image: this.images.router,
      Entrypoint: ["/bin/sh", "-c"],
      Cmd: [
        renderStartScript(
          this.ports.map((port, i) => ({ port, protocol: i === this.ports.length - 1 ? "https" : "http" })),
        ),
      ],
      User: "0:0",
      Labels: { [ROUTER_LABEL]: LAYOUT_VERSION },
      ExposedPorts: Object.fromEntries(ports.map(([port]) => [port, {}])),
      HostConfig: {
        NetworkMode: this.prefix,
        PortBindings: Object.fromEntries(ports),
        Init: true,
        ReadonlyRootfs: true,
        Tmpfs: { [RUN_PATH]: "rw,noexec,nosuid,nodev,size=64m" },
        Mounts: [{ Type: "volume", Source: this.prefix, Target: VOLUME_PATH }],
        DnsOptions: ["ndots:1"],
        DnsSearch: ["."],
        CapDrop: ["ALL"],
        CapAdd: ["NET_BIND_SERVICE"],
        SecurityOpt: ["no-new-privileges:true"],
        RestartPolicy: { Name: "unless-stopped" },
      },
    });
    this.routerId = container.id;
    await container.start();
  }

  async remove(): Promise<void> {
    for (const router of this.routers) await router.close();
    const containers = [...this.containers, this.routerId].filter((id) => id !== "");
    await Promise.all(
      containers.map((id) =>
        this.docker.client.getContainer(id).remove({ force: true, v: true }).catch(ignoreGone),
      ),
    );
    await this.docker.client.getNetwork(this.prefix).remove();
    await this.docker.client.getVolume(this.prefix).remove();
  }
}

function ignoreGone(error: { statusCode?: number }): void {
  if (error.statusCode !== 404) throw error;
}

export { Lab };
