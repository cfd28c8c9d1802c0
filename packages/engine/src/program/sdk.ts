import { createRequire } from "node:module";
import { join } from "node:path";
import type { CallbackServer } from "./callback-context";
import { makePromisesLight } from "./light-promises";

/** The parts of `@pulumi/pulumi`'s runtime that running a program in this process takes; they are not public. */
export interface Sdk {
  readonly state: {
    withLocalStorage<T>(run: () => Promise<T>): Promise<T>;
    getStore(): {
      settings: { monitor: unknown; engine: unknown };
      /** The server of hooks and transforms, when the program has any. */
      callbacks?: CallbackServer;
    };
  };
  readonly settings: {
    resetOptions(
      project: string,
      stack: string,
      parallel: number,
      engineAddress: string,
      monitorAddress: string,
      preview: boolean,
      organization: string,
    ): void;
    waitForRPCs(): Promise<void>;
    disconnect(signalShutdown: boolean): Promise<void>;
  };
  readonly config: { setAllConfig(config: Record<string, string>, secretKeys: string[]): void };
  readonly stack: { runInPulumiStack(program: () => Promise<unknown>): Promise<unknown> };
  readonly log: { hasErrors(): boolean };
}

/** Loads the SDK that a folder's programs use; the engine's own where the folder has none. */
export function loadSdk(folder: string): Sdk {
  const near = createRequire(join(folder, "package.json"));
  const own = createRequire(__filename);
  const load = (name: string) => {
    const path = `@pulumi/pulumi/${name}`;
    try {
      return near(path);
    } catch {
      return own(path);
    }
  };
  makePromisesLight(load("runtime/debuggable"));
  return {
    state: load("runtime/state"),
    settings: load("runtime/settings"),
    config: load("runtime/config"),
    stack: load("runtime/stack"),
    log: load("log"),
  };
}
