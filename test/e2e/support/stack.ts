import { join } from "node:path";
import {
  type ConfigValue,
  type Engine,
  freePort,
  haproxyImage,
  ProgramStack,
  sharedEngine,
  type TestDocker,
} from "../../setup";
import type { Program } from "./programs";
import { serviceImage } from "./service-image";

/** A container of a generation. */
export interface GenerationContainer {
  readonly id: string;
  readonly group: string;
  readonly generation: string;
  readonly running: boolean;
}

/** A stack of its own on a Docker host, with ports that no other has. */
export class TestStack extends ProgramStack<Program> {
  private constructor(
    engine: Engine,
    readonly docker: TestDocker,
    readonly ports: readonly number[],
    private readonly images: { readonly image: string; readonly router: string },
  ) {
    const program = join(__dirname, "../program");
    super(engine, { program, files: ["index.js", "newer-library.js"], name: "anew-e2e" });
  }

  /** @param ports how many it needs */
  static async create(docker: TestDocker, ports = 1): Promise<TestStack> {
    const engine = await sharedEngine();
    const images = { image: await serviceImage(docker.host), router: await haproxyImage(docker.host) };
    const free = await Promise.all(Array.from({ length: ports }, freePort));
    return new TestStack(engine, docker, free, images);
  }

  get port(): number {
    return this.ports[0] as number;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  protected configuration(): Readonly<Record<string, ConfigValue>> {
    return {
      [`${this.project}:image`]: this.images.image,
      [`${this.project}:router`]: this.images.router,
      "anew:routerImage": this.images.router,
      "anew:routerAddress": "127.0.0.1",
    };
  }

  protected environment(): NodeJS.ProcessEnv {
    return { DOCKER_HOST: this.docker.host };
  }

  /** The containers of all generations, without those that only carry files; the routers are not among them. */
  async containers(): Promise<readonly GenerationContainer[]> {
    const all = await this.docker.client.listContainers({ all: true, filters: this.#labels() });
    return all
      .filter(({ Labels }) => Labels["dev.anew.replica"] !== undefined)
      .map(({ Id, Labels, State }) => ({
        id: Id,
        group: Labels["dev.anew.group"] as string,
        generation: Labels["dev.anew.generation"] as string,
        running: State === "running",
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** The generations that have containers. */
  async generations(): Promise<readonly string[]> {
    return [...new Set((await this.containers()).map(({ generation }) => generation))];
  }

  async routers(): Promise<readonly string[]> {
    const all = await this.docker.client.listContainers({ all: true, filters: this.#labels() });
    return all.filter(({ Labels }) => Labels["dev.anew.router"] !== undefined).map(({ Id }) => Id);
  }

  async router(): Promise<string> {
    const [first] = await this.routers();
    if (first === undefined) throw new Error("the stack has no router");
    return first;
  }

  /** Everything that the stack has left in Docker: kinds and names. */
  async leftovers(): Promise<readonly string[]> {
    const { client } = this.docker;
    const filters = this.#labels();
    const containers = await client.listContainers({ all: true, filters });
    const networks = await client.listNetworks({ filters });
    const { Volumes: volumes } = await client.listVolumes({ filters });
    return [
      ...containers.map(({ Names }) => `container ${Names[0]?.slice(1)}`),
      ...networks.map(({ Name }) => `network ${Name}`),
      ...(volumes ?? []).map(({ Name }) => `volume ${Name}`),
    ];
  }

  /** Takes everything away, whatever state it is in. */
  async remove(): Promise<void> {
    const { client } = this.docker;
    const filters = this.#labels();
    const containers = await client.listContainers({ all: true, filters });
    await Promise.all(containers.map(({ Id }) => client.getContainer(Id).remove({ force: true, v: true })));
    for (const { Id } of await client.listNetworks({ filters })) await client.getNetwork(Id).remove();
    const { Volumes: volumes } = await client.listVolumes({ filters });
    for (const { Name } of volumes ?? []) await client.getVolume(Name).remove();
    this.removeFolder();
  }

  #labels(): { label: string[] } {
    return { label: [`dev.anew.project=${this.project}`] };
  }
}
