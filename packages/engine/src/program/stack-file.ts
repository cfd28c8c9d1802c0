import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "./project";
import { isObject, parseObject, show } from "./project-file";

/** A stack's settings: Pulumi.<stack>.yaml. */
export interface StackFile {
  readonly path: string;
  readonly exists: boolean;
  /** Under which the file's secrets are encrypted. */
  readonly encryptionSalt?: string;
  /** As they stand in the file. */
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Reads a stack's file; one that is not there is empty.
 * @throws Error on what cannot be read, and on what only the Pulumi CLI can do
 */
export function readStackFile(project: Project, stack: string): StackFile {
  const path = project.configFile ?? join(project.stackConfigFolder ?? project.root, `Pulumi.${stack}.yaml`);
  if (!existsSync(path)) {
    if (project.configFile) throw new Error(`the configuration file ${path} does not exist`);
    return { path, exists: false, config: {} };
  }
  const { encryptionsalt, secretsprovider, environment, config } = parseObject(path);
  if (secretsprovider !== undefined && !["", "default", "passphrase"].includes(String(secretsprovider))) {
    throw new Error(
      `${path}: secretsprovider: got ${show(secretsprovider)}; this engine decrypts only "passphrase"`,
    );
  }
  if (environment !== undefined) {
    throw new Error(
      `${path}: environment: Pulumi ESC's environments need the Pulumi CLI; write the values under config`,
    );
  }
  if (config !== undefined && config !== null && !isObject(config)) {
    throw new Error(`${path}: config: got ${show(config)}, expected keys with values`);
  }
  if (encryptionsalt !== undefined && typeof encryptionsalt !== "string") {
    throw new Error(`${path}: encryptionsalt: got ${show(encryptionsalt)}, expected a text`);
  }
  return {
    path,
    exists: true,
    ...(encryptionsalt === undefined ? {} : { encryptionSalt: encryptionsalt }),
    config: config ?? {},
  };
}
