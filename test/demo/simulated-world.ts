import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LoadLog, LoggedRequest } from "../load/log-format";
import { onEnd } from "../setup/cleanup";
import { waitFor } from "../setup/docker/wait";
import { EmbeddedEngine } from "../setup/engine/embedded";
import { anewFolder } from "../setup/places";
import { DemoStack } from "./stack";
import { type OnLine, type Settings, type Update, type World, whoAnswered } from "./world";

/** What is read of the file that is the simulated Docker host. */
interface SimulatedHost {
  readonly groups?: Readonly<Record<string, { readonly live: Readonly<Record<string, number>> }>>;
}

/** Of images that are never pulled. */
const NO_DIGEST = `sha256:${"0".repeat(64)}`;

/** Milliseconds between two simulated requests. */
const PAUSE = 5;

/** Simulated requests after each update that count as its own. */
const SETTLED = 100;

/** The same program on the embedded engine's providers in memory, and on a router that is a file: for machines without Docker. */
export function openSimulatedWorld(): World {
  const folder = mkdtempSync(join(anewFolder("demo"), "simulated-"));
  const world = new SimulatedWorld(join(folder, "host.json"));
  onEnd("the simulated host", async () => {
    await world.cleanUp();
    rmSync(folder, { recursive: true, force: true });
  });
  return world;
}

class SimulatedWorld implements World {
  readonly engine = "embedded";
  readonly #file: string;
  readonly #stack: DemoStack;
  readonly #requests: LoggedRequest[] = [];
  /** Which version each generation is of. */
  readonly #versions = new Map<string, string>();
  readonly #generations: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(file: string) {
    this.#file = file;
    const images = { node: `node@${NO_DIGEST}`, haproxy: `haproxy@${NO_DIGEST}` };
    const engine = new EmbeddedEngine();
    this.#stack = new DemoStack({ engine, host: `simulated://${file}`, port: 8080, images });
  }

  async up(settings: Settings, onLine: OnLine): Promise<Update> {
    // Nothing runs here that could answer a health check: the simulated host is told what the answer is.
    this.#tell({ nextIsUnhealthy: settings.app === "v3" });
    const update = await this.#stack.up(settings, onLine);
    if (update.error === undefined) {
      const { generation } = await this.#stack.outputs();
      this.#versions.set(String(generation), settings.app);
    }
    return update;
  }

  destroy(onLine: OnLine): Promise<Update> {
    return this.#stack.destroy(onLine);
  }

  async servedBy(): Promise<string> {
    return whoAnswered(this.#body(this.#live() ?? "nobody"));
  }

  async startLoad(): Promise<void> {
    this.#timer = setInterval(() => this.#request(), PAUSE);
  }

  async moreLoad(): Promise<void> {
    const enough = this.#requests.length + SETTLED;
    await waitFor(() => this.#requests.length >= enough, 60_000);
  }

  async stopLoad(): Promise<LoadLog> {
    clearInterval(this.#timer);
    return { requests: this.#requests, bodies: this.#generations.map((name) => this.#body(name)) };
  }

  async leftovers(): Promise<readonly string[]> {
    return Object.entries(this.#host().groups ?? {})
      .filter(([, { live }]) => Object.keys(live).length > 0)
      .map(([name]) => `traffic of ${name}`);
  }

  async cleanUp(): Promise<void> {
    await this.stopLoad();
    await this.#stack.cleanUp();
  }

  #request(): void {
    const generation = this.#live();
    if (generation !== undefined && !this.#generations.includes(generation))
      this.#generations.push(generation);
    this.#requests.push({
      at: Date.now(),
      latency: 0,
      keepAlive: true,
      reused: false,
      status: generation === undefined ? "503" : "200",
      body: generation === undefined ? undefined : this.#generations.indexOf(generation),
    });
  }

  /** The generation with the most of the traffic. */
  #live(): string | undefined {
    const splits = Object.values(this.#host().groups ?? {}).map(({ live }) => live);
    return Object.entries(splits[0] ?? {}).sort(([, a], [, b]) => b - a)[0]?.[0];
  }

  #body(generation: string): string {
    return JSON.stringify({ version: this.#versions.get(generation), generation });
  }

  #host(): SimulatedHost {
    try {
      return JSON.parse(readFileSync(this.#file, "utf8")) as SimulatedHost;
    } catch {
      return {};
    }
  }

  #tell(settings: { readonly nextIsUnhealthy: boolean }): void {
    writeFileSync(this.#file, JSON.stringify({ groups: {}, log: [], ...this.#host(), ...settings }));
  }
}
