import { chmodSync } from "node:fs";
import { delimiter, join } from "node:path";
import { folderWith } from "./files";

/** Gives this process a Docker configuration of its own, and credential helpers by name: what they print. */
export function useDockerConfig(
  config: object | string,
  helpers: Readonly<Record<string, string>> = {},
): void {
  const text = typeof config === "string" ? config : JSON.stringify(config);
  const folder = folderWith({ "config.json": text });
  for (const [name, script] of Object.entries(helpers)) {
    const program = join(
      folderWith({ [`docker-credential-${name}`]: `#!/bin/sh\n${script}\n` }),
      `docker-credential-${name}`,
    );
    chmodSync(program, 0o755);
    process.env.PATH = `${join(program, "..")}${delimiter}${saved.PATH}`;
  }
  process.env.DOCKER_CONFIG = folder;
}

const saved = { PATH: process.env.PATH, DOCKER_CONFIG: process.env.DOCKER_CONFIG };

/** Puts the environment back, for an `afterEach` hook. */
export function restoreDockerConfig(): void {
  process.env.PATH = saved.PATH;
  if (saved.DOCKER_CONFIG === undefined) delete process.env.DOCKER_CONFIG;
  else process.env.DOCKER_CONFIG = saved.DOCKER_CONFIG;
}
