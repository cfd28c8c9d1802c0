/**
 * A path into the arguments, as Pulumi writes it: `state[0].path`, `env.LOG_LEVEL`, `env["a.b"]`.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/miscellaneous/property-paths/
 */
export function propertyPath(...segments: readonly (string | number)[]): string {
  return segments.reduce<string>((path, segment) => joinPropertyPath(path, pathSegment(segment)), "");
}

/** `path` continued by `rest`, which is itself a path: `state[0]` and `path` give `state[0].path`. */
export function joinPropertyPath(path: string, rest: string): string {
  return path === "" || rest === "" || rest.startsWith("[") ? path + rest : `${path}.${rest}`;
}

function pathSegment(segment: string | number): string {
  if (typeof segment === "number") return `[${segment}]`;
  return /^[A-Za-z_][\w-]*$/.test(segment) ? segment : `[${JSON.stringify(segment)}]`;
}
