import type { Validator } from "./property-schema";

export const atLeast =
  (least: number): Validator =>
  (value) =>
    typeof value === "number" && value < least ? `'${value}' cannot be lower than ${least}` : undefined;

export const matching =
  (pattern: RegExp): Validator =>
  (value) =>
    pattern.test(String(value)) ? undefined : `'${value}' doesn't match the pattern '${pattern.source}'`;

export const oneOf =
  (allowed: readonly string[]): Validator =>
  (value) =>
    allowed.includes(String(value))
      ? undefined
      : `expected one of ${allowed.join(", ")}, got ${JSON.stringify(value)}`;

export const base64: Validator = (value) =>
  // Buffer ignores what is not base64, so the text is compared with what it decodes to.
  Buffer.from(String(value), "base64").toString("base64") === value
    ? undefined
    : `'${value}' is not base64 decodeable`;

export const absolutePath: Validator = (value) =>
  /^[a-zA-Z]:[\\/]|^\//.test(String(value)) ? undefined : `'${value}' must be an absolute path`;

/** A Go duration that is not negative, such as `1m30s`. */
export const goDuration: Validator = (value) => {
  const text = String(value);
  if (/^\+?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/.test(text)) return undefined;
  if (/^-/.test(text)) return `'${text}' duration must not be negative`;
  return `'${text}' is not a valid duration`;
};
