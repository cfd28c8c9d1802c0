import { propertyPath } from "./property-path";
import type { HealthCheckSpec, Spec } from "./spec";

/** The fingerprint of a value at a property's path; undefined while the salt is not known. */
type Fingerprint = (path: string, value: string) => string | undefined;

/**
 * A spec with its secrets in clear → the spec with fingerprints in their place.
 *
 * @returns undefined when a fingerprint is needed and cannot be had yet
 */
export function withFingerprints(real: Spec, fingerprint: Fingerprint): Spec | undefined {
  let complete = true;
  const replace = (path: string, value: string): string => {
    const text = fingerprint(path, value);
    complete &&= text !== undefined;
    return text ?? "";
  };
  const secretPaths = new Set(real.secrets);
  const list = (path: string, texts: readonly string[]) =>
    texts.map((text, index) => {
      const at = `${path}${propertyPath(index)}`;
      return secretPaths.has(at) ? replace(at, text) : text;
    });
  const record = (property: string, values: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, replace(propertyPath(property, key), value)]),
    );
  const health = (check: HealthCheckSpec): HealthCheckSpec =>
    check.kind === "command" ? { ...check, command: list("healthCheck.command", check.command) } : check;

  const spec: Spec = {
    ...real,
    ...(real.command && { command: list("command", real.command) }),
    ...(real.args && { args: list("args", real.args) }),
    secretEnv: record("secretEnv", real.secretEnv),
    // The path of the argument, not of the spec's field: users write both kinds of files in `files`.
    ...(real.secretFiles && { secretFiles: record("files", real.secretFiles) }),
    healthCheck: health(real.healthCheck),
  };
  return complete ? spec : undefined;
}
