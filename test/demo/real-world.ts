import { type Load, startLoad } from "../load/load";
import type { LoadLog } from "../load/log-format";
import { onEnd } from "../setup/cleanup";
import { chooseDocker } from "../setup/docker/choose";
import { dockerClient } from "../setup/docker/client";
import { chooseEngine } from "../setup/engine/choose";
import { freePort } from "../setup/free-port";
import { haproxyImage, nodeImage } from "../setup/images/base-images";
import { PROJECT } from "./app-versions";
import { dockerLeftovers, processLeftovers, removeLeftovers } from "./leftovers";
import { DemoStack } from "./stack";
import { type OnLine, type Settings, type Update, type World, whoAnswered } from "./world";

/** Requests in a second of each of the eight clients: well below what the machine can do, so that latencies mean something. */
const RATE = 50;

/** Requests after each update that count as its own. */
const SETTLED = 800;

/** The example on a Docker daemon. What it makes there goes away at the end, whatever happens. */
export async function openRealWorld(): Promise<World> {
  const engine = await chooseEngine();
  const { host } = await chooseDocker();
  const images = { node: await nodeImage(host), haproxy: await haproxyImage(host) };
  const port = await freePort();
  const stack = new DemoStack({ engine, host, port, images });
  const world = new RealWorld(engine.name, stack, host, port);
  onEnd("the demo's stack", () => world.cleanUp());
  return world;
}

class RealWorld implements World {
  readonly engine: string;
  readonly #stack: DemoStack;
  readonly #host: string;
  readonly #port: number;
  #load: Load | undefined;

  constructor(engine: string, stack: DemoStack, host: string, port: number) {
    this.engine = engine;
    this.#stack = stack;
    this.#host = host;
    this.#port = port;
  }

  up(settings: Settings, onLine: OnLine): Promise<Update> {
    return this.#stack.up(settings, onLine);
  }

  destroy(onLine: OnLine): Promise<Update> {
    return this.#stack.destroy(onLine);
  }

  async servedBy(): Promise<string> {
    return whoAnswered(await (await fetch(this.#url)).text());
  }

  async startLoad(): Promise<void> {
    this.#load = await startLoad({ url: this.#url, rate: RATE });
  }

  async moreLoad(): Promise<void> {
    await this.#load?.more(SETTLED);
  }

  async stopLoad(): Promise<LoadLog> {
    return (await this.#load?.stop()) ?? { requests: [], bodies: [] };
  }

  async leftovers(): Promise<readonly string[]> {
    return [...(await this.#inDocker()), ...processLeftovers(this.#stack.processGroups)].map(
      ({ kind, name }) => `${kind} ${name}`,
    );
  }

  async cleanUp(): Promise<void> {
    await this.stopLoad();
    await this.#stack.cleanUp();
    // Nothing, unless the stack could not be destroyed.
    await removeLeftovers(dockerClient(this.#host), await this.#inDocker());
    await this.#stack.removeImages();
  }

  #inDocker(): ReturnType<typeof dockerLeftovers> {
    return dockerLeftovers(dockerClient(this.#host), {
      project: PROJECT,
      stack: this.#stack.name,
      port: this.#port,
    });
  }

  get #url(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }
}
