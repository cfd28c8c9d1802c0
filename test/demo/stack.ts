import { rmSync } from "node:fs";
import { run } from "../setup/command";
import type { Engine, Target } from "../setup/engine/engine";
import { appFolder, EXAMPLE, PROJECT, runFolder } from "./app-versions";
import { builtImages, changesOf } from "./changes";
import type { OnLine, Settings, Update } from "./world";

export interface StackOptions {
  readonly engine: Engine;
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Of the stable address. */
  readonly port: number;
  /** Images for the service and for the router, if not the usual ones. */
  readonly images?: { readonly node: string; readonly haproxy: string };
}

/** The example's stack of one run of the demo. */
export class DemoStack {
  readonly name = `demo-${process.pid}`;
  /** Leaders of the process groups that the engine's runs were. */
  readonly processGroups: number[] = [];
  readonly #options: StackOptions;
  /** Images that were built, by their ids. */
  readonly #images = new Set<string>();
  #target: Target | undefined;

  constructor(options: StackOptions) {
    this.#options = options;
  }

  async up(settings: Settings, onLine: OnLine): Promise<Update> {
    const { port, images } = this.#options;
    this.#target = {
      cwd: EXAMPLE,
      stack: this.name,
      config: {
        [`${PROJECT}:app`]: appFolder(settings.app, this.name),
        [`${PROJECT}:port`]: String(port),
        [`${PROJECT}:logLevel`]: settings.logLevel,
        [`${PROJECT}:databaseUrl`]: { secret: settings.databaseUrl },
        "anew:routerAddress": "127.0.0.1",
        ...(images && { [`${PROJECT}:nodeImage`]: images.node, "anew:routerImage": images.haproxy }),
      },
    };
    return this.#run("up", this.#target, onLine);
  }

  async destroy(onLine: OnLine): Promise<Update> {
    if (this.#target === undefined) throw new Error("there is nothing to destroy");
    const update = await this.#run("destroy", this.#target, onLine);
    if (update.error === undefined) this.#target = undefined;
    return update;
  }

  /** The program's outputs after the last successful update. */
  outputs(): Promise<Readonly<Record<string, unknown>>> {
    if (this.#target === undefined) throw new Error("there is no stack");
    return this.#options.engine.outputs(this.#target);
  }

  /** Removes what the run has left on the disk; after an end before its time, destroys what is still there. */
  async cleanUp(): Promise<void> {
    if (this.#target !== undefined) {
      await this.#options.engine.unlock(this.#target);
      await this.destroy(() => {});
    }
    rmSync(runFolder(this.name), { recursive: true, force: true });
  }

  /** Removes the images that were built: the stack keeps them for rollbacks, and there will be none. */
  async removeImages(): Promise<void> {
    if (this.#images.size === 0) return;
    const env = { ...process.env, DOCKER_HOST: this.#options.host };
    await run("docker", ["image", "rm", "--force", ...this.#images], { env });
  }

  async #run(operation: "up" | "destroy", target: Target, onLine: OnLine): Promise<Update> {
    const { engine, host } = this.#options;
    const { pid, result } = engine.start(operation, target, {
      env: { ...process.env, DOCKER_HOST: host },
      onLine: progressOnly(onLine),
    });
    this.processGroups.push(pid);
    const { seconds, exitCode, error, steps } = await result;
    const deployment = await engine.export(target);
    for (const image of builtImages(steps, deployment)) this.#images.add(image);
    const update = { ...changesOf(steps, deployment), seconds };
    return exitCode === 0 ? update : { ...update, error: error ?? `the engine ended with ${exitCode}` };
  }
}

/** Passes on what happens, not the report at the end: the demo has its own. */
function progressOnly(onLine: OnLine): OnLine {
  let reporting = false;
  return (line) => {
    reporting ||= /^(Diagnostics|Outputs|Resources|Policies):$/.test(line.trim());
    const isNoise = line.trim() === "" || line.startsWith("@") || /^(Updating|Destroying) \(/.test(line);
    if (!reporting && !isNoise) onLine(line.trimEnd());
  };
}
