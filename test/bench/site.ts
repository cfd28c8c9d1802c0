import { randomBytes } from "node:crypto";
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  anewFolder,
  type DockerEngine,
  dockerClient,
  EmbeddedEngine,
  type EngineResult,
  freePort,
  haproxyImage,
  mustRun,
  nodeImage,
  onEnd,
  root,
} from "../setup";

/** What a release may change. */
export interface Release {
  readonly version: string;
  /** Which of the two images. @default 0 */
  readonly image?: 0 | 1;
}

/** How the health of a generation is asked for. */
export const HEALTH = { interval: "250 milliseconds", healthyAfter: 2 };
export const HEALTH_INTERVAL_MS = 250;

const UP_TIMEOUT = 120_000;

/** A stack of the bench on a Docker host, run by `anew local` in a process of its own. */
export class Site {
  readonly #engine = new EmbeddedEngine();
  readonly #project = `anew-bench-${randomBytes(4).toString("hex")}`;
  readonly #folder = anewFolder("bench", this.#project);

  private constructor(
    private readonly host: string,
    private readonly port: number,
    readonly images: readonly [string, string],
    private readonly router: string,
  ) {}

  /** @param program the folder of the program, beside this file */
  static async create({ host }: DockerEngine, program: "site" | "stock"): Promise<Site> {
    const images = [await serviceImage(host, 0), await serviceImage(host, 1)] as const;
    const site = new Site(host, await freePort(), images, await haproxyImage(host));
    onEnd("the bench's stack", () => site.remove());
    cpSync(join(__dirname, program), site.#folder, { recursive: true });
    const settings = join(site.#folder, "Pulumi.yaml");
    writeFileSync(settings, readFileSync(settings, "utf8").replace(/^name: .*$/m, `name: ${site.#project}`));
    writeFileSync(join(site.#folder, "package.json"), JSON.stringify({ private: true, main: "index.js" }));
    symlinkSync(join(root, "test/node_modules"), join(site.#folder, "node_modules"));
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** @throws Error when the update fails */
  async up({ version, image = 0 }: Release, onLine?: (line: string) => void): Promise<EngineResult> {
    const name = this.#project;
    const config = {
      [`${name}:image`]: this.images[image],
      [`${name}:version`]: version,
      [`${name}:port`]: String(this.port),
      [`${name}:health`]: JSON.stringify(HEALTH),
      "anew:routerImage": this.router,
      "anew:routerAddress": "127.0.0.1",
    };
    const env = { ...process.env, DOCKER_HOST: this.host };
    const target = { cwd: this.#folder, stack: "bench", config };
    const result = await this.#engine.up(target, { env, timeout: UP_TIMEOUT, ...(onLine && { onLine }) });
    if (result.exitCode !== 0) throw new Error(`the update failed: ${result.error}`);
    return result;
  }

  /** Takes everything away, whatever state it is in. */
  async remove(): Promise<void> {
    const client = dockerClient(this.host);
    const filters = { label: [`dev.anew.project=${this.#project}`] };
    for (const { Id } of await client.listContainers({ all: true, filters })) {
      await client.getContainer(Id).remove({ force: true, v: true });
    }
    for (const { Id } of await client.listNetworks({ filters })) await client.getNetwork(Id).remove();
    const { Volumes: volumes } = await client.listVolumes({ filters });
    for (const { Name } of volumes ?? []) await client.getVolume(Name).remove();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const built = new Map<string, Promise<string>>();

/** The service's image, made once in a run. */
function serviceImage(host: string, version: 0 | 1): Promise<string> {
  const tag = `anew/bench-service:${version}`;
  const image = built.get(tag) ?? buildServiceImage(host, version, tag);
  built.set(tag, image);
  return image;
}

async function buildServiceImage(host: string, version: number, tag: string): Promise<string> {
  const node = await nodeImage(host);
  const args = ["--build-arg", `NODE_IMAGE=${node}`, "--build-arg", `IMAGE_VERSION=${version}`];
  const env = { ...process.env, DOCKER_HOST: host };
  const folder = join(__dirname, "site/service");
  const id = await mustRun("docker", ["build", "-q", "-t", tag, ...args, folder], { env, timeout: 120_000 });
  onEnd(`image ${tag}`, async () => void (await mustRun("docker", ["rmi", tag], { env })));
  return id.trim();
}
