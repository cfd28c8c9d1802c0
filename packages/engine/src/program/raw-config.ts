import { plainNumbers } from "./project-file";

/** A configuration value before programs get it: decrypted, structured ones as they are. */
export interface RawConfig {
  readonly value: unknown;
  readonly secret: boolean;
}

/** A value as programs get it. */
export function configText(value: unknown): string {
  if (typeof value === "string") return value;
  // As Pulumi has it: a key without a value is the empty text.
  if (value === null || value === undefined) return "";
  return typeof value === "bigint" ? String(value) : JSON.stringify(value, plainNumbers);
}
