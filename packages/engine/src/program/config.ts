import { DYNAMIC_PACKAGE } from "../providers/dynamic-provider";
import type { Encryption } from "../state/encryption";
import { type PropertyMap, type PropertyValue, Secret } from "../values";
import { parsePath } from "../values/property-path";
import { checkConfig } from "./config-check";
import { fullKey, splitKeyPath } from "./config-key";
import { withElement } from "./config-path";
import type { Project } from "./project";
import { isObject } from "./project-file";
import { configText, type RawConfig } from "./raw-config";
import { readStackFile } from "./stack-file";

/** A configuration value as programs get it: structured ones as JSON. */
export interface ConfigValue {
  readonly value: string;
  readonly secret: boolean;
}

/** A stack's configuration by full key, `namespace:name`. */
export type Config = Readonly<Record<string, ConfigValue>>;

/** Configuration given by hand. */
export type ConfigInput = Readonly<Record<string, string | GivenConfig>>;

export interface GivenConfig {
  readonly value: string;
  /** @default false */
  readonly secret?: boolean;
  /** Whether the key leads into a structured value, as `data.list[0]` does. @default false */
  readonly path?: boolean;
}

/** The salt that a stack's configuration names; undefined when it names none. */
export function configSalt(project: Project, stack: string): string | undefined {
  return readStackFile(project, stack).encryptionSalt;
}

/**
 * The configuration of Pulumi.<stack>.yaml over the project's defaults, and what is given by hand over both.
 * @param check - whether it has to agree with what the project declares
 * @throws Error on a value that cannot be decrypted, and on values that the project declares otherwise
 */
export async function readConfig(
  project: Project,
  stack: string,
  given: ConfigInput,
  encryption: Encryption,
  check = true,
): Promise<Config> {
  const raw: Record<string, RawConfig> = {};
  for (const [key, value] of Object.entries(project.configDefaults)) raw[key] = { value, secret: false };
  const file = readStackFile(project, stack);
  for (const [key, value] of Object.entries(file.config)) {
    raw[fullKey(project.name, key)] = await fileValue(`${file.path}: config.${key}`, value, encryption);
  }
  for (const [key, value] of Object.entries(given)) {
    const { value: text, secret = false, path = false } = typeof value === "string" ? { value } : value;
    if (path) setPath(raw, project.name, key, text, secret);
    else {
      const full = fullKey(project.name, key);
      raw[full] = { value: text, secret: secret || isDeclaredSecret(project, full) };
    }
  }
  if (check) checkConfig(project, stack, file.path, raw);
  const config: Record<string, ConfigValue> = {};
  for (const [key, { value, secret }] of Object.entries(raw))
    config[key] = { value: configText(value), secret };
  return config;
}

function isDeclaredSecret(project: Project, key: string): boolean {
  return project.configDeclarations?.[key]?.secret === true;
}

function setPath(
  raw: Record<string, RawConfig>,
  project: string,
  path: string,
  text: string,
  secret: boolean,
) {
  const { key, inside } = splitKeyPath(project, path);
  const old = raw[key];
  const value = inside === "" ? text : withElement(old?.value, parsePath(inside), text, path);
  raw[key] = { value, secret: secret || (inside !== "" && old?.secret === true) };
}

async function fileValue(where: string, value: unknown, encryption: Encryption): Promise<RawConfig> {
  if (!holdsSecret(value)) return { value, secret: false };
  await encryption.unlock();
  try {
    return { value: decrypted(value, encryption), secret: true };
  } catch {
    throw new Error(
      `${where}: cannot be decrypted: it was encrypted for another stack or under another passphrase; ` +
        "set it anew for this one",
    );
  }
}

function isSecret(value: unknown): value is { secure: string } {
  return isObject(value) && Object.keys(value).length === 1 && typeof value.secure === "string";
}

function holdsSecret(value: unknown): boolean {
  if (isSecret(value)) return true;
  if (Array.isArray(value)) return value.some(holdsSecret);
  return isObject(value) && Object.values(value).some(holdsSecret);
}

function decrypted(value: unknown, encryption: Encryption): unknown {
  if (isSecret(value)) return encryption.decrypt(value.secure);
  if (Array.isArray(value)) return value.map((item) => decrypted(item, encryption));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decrypted(item, encryption)]));
}

/**
 * The configuration of one package, as its provider's inputs. Dynamic providers get all of it, because they are part of
 * the program.
 */
export function packageConfig(config: Config, packageName: string): PropertyMap {
  const inputs: Record<string, PropertyValue> = {};
  for (const [key, { value, secret }] of Object.entries(config)) {
    const colon = key.indexOf(":");
    const isDynamic = packageName === DYNAMIC_PACKAGE;
    if (!isDynamic && key.slice(0, colon) !== packageName) continue;
    inputs[isDynamic ? key : key.slice(colon + 1)] = secret ? new Secret(value) : value;
  }
  return inputs;
}
