import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";

const FILE_NAMES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** The project's file in a folder or in the nearest one above it. */
export function findProjectFile(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    const file = FILE_NAMES.map((name) => join(current, name)).find((path) => existsSync(path));
    if (file) return file;
    if (dirname(current) === current) return undefined;
  }
}

/** Parses a YAML file that holds one object. @throws Error naming the file and the line */
export function parseObject(file: string): Record<string, unknown> {
  let json: unknown;
  try {
    // Whole numbers as bigints: a configuration value keeps all its digits.
    json = parse(readFileSync(file, "utf8"), { intAsBigInt: true });
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}`);
  }
  if (json === null) return {};
  if (!isObject(json)) throw new Error(`${file}: expected keys with values, got ${show(json)}`);
  return json;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value for a message. */
export function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value, plainNumbers);
}

/** Bigints as ordinary numbers in JSON. */
export function plainNumbers(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}
