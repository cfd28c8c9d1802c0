import { isObject, show } from "./project-file";

/** What a project declares about one configuration value, under `config` of Pulumi.yaml. */
export interface ConfigDeclaration {
  /** @default any */
  readonly type?: ConfigType;
  /** What the stack's file may leave out. */
  readonly fallback?: unknown;
  /** Whether the stack has to give it as a secret. */
  readonly secret: boolean;
}

/** The type of a value, as Pulumi.yaml names it. */
export interface ConfigType {
  readonly name: "string" | "integer" | "boolean" | "array" | "object";
  /** Of an array. */
  readonly items?: ConfigType;
}

const TYPES = ["string", "integer", "boolean", "array", "object"] as const;

/**
 * Reads `config` of a Pulumi.yaml, by full key.
 * @param file - its path, for messages
 * @throws Error naming the key, what was given and what is allowed
 */
export function readDeclarations(
  file: string,
  project: string,
  config: unknown,
): Record<string, ConfigDeclaration> {
  if (config === undefined || config === null) return {};
  if (!isObject(config)) {
    throw new Error(`${file}: config: got ${show(config)}, expected keys with their declarations`);
  }
  const result: Record<string, ConfigDeclaration> = {};
  for (const [key, value] of Object.entries(config)) {
    const own = !key.includes(":") || key.startsWith(`${project}:`);
    result[key.includes(":") ? key : `${project}:${key}`] = readDeclaration(
      `${file}: config.${key}`,
      value,
      own,
    );
  }
  return result;
}

function readDeclaration(where: string, value: unknown, own: boolean): ConfigDeclaration {
  if (!isObject(value)) return { fallback: value, secret: false };
  if (value.default != null && value.value != null) {
    throw new Error(`${where}: cannot have both a default and a value`);
  }
  if (!own && (value.type !== undefined || value.default !== undefined)) {
    throw new Error(`${where}: another package's key takes only a value, neither a type nor a default`);
  }
  const fallback = value.value ?? value.default;
  const type = value.type === undefined ? undefined : readType(where, value);
  if (type && value.default != null && !fits(type, value.default)) {
    throw new Error(`${where}.default: got ${show(value.default)}, expected ${describe(type)}`);
  }
  return {
    ...(type ? { type } : {}),
    ...(fallback == null ? {} : { fallback }),
    secret: value.secret === true,
  };
}

function readType(where: string, { type, items }: Readonly<Record<string, unknown>>): ConfigType {
  const name = TYPES.find((known) => known === type);
  if (!name) throw new Error(`${where}.type: got ${show(type)}, expected ${TYPES.join(", ")}`);
  if (name !== "array") return { name };
  if (!isObject(items)) {
    throw new Error(
      `${where}.items: got ${show(items)}, expected the elements' type, such as "type: string"`,
    );
  }
  return { name, items: readType(`${where}.items`, items) };
}

/** Whether a value, as YAML or JSON gives it, is of the type. A text that reads as a number or a boolean is one. */
export function fits(type: ConfigType, value: unknown): boolean {
  switch (type.name) {
    case "string":
      return typeof value === "string";
    case "integer":
      return (
        typeof value === "bigint" || Number.isInteger(typeof value === "string" ? integer(value) : value)
      );
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value) && value.every((item) => fits(type.items!, item));
  }
}

function integer(text: string): number | undefined {
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** The type as Pulumi writes it: `array<string>`. */
export function describe({ name, items }: ConfigType): string {
  return items ? `${name}<${describe(items)}>` : name;
}
