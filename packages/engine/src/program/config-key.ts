/**
 * The full key, `namespace:name`. `docker:config:host` and `docker:host` are the same key; a key without a namespace is
 * the project's.
 * @throws Error saying which forms are allowed
 */
export function fullKey(project: string, key: string): string {
  const parts = key.split(":");
  const legacy = parts.length === 3 && parts[1] === "config";
  const [namespace, name] = parts.length === 1 ? [project, key] : [parts[0], legacy ? parts[2] : parts[1]];
  if (!namespace || !name || (parts.length > 2 && !legacy)) {
    throw new Error(`configuration key "${key}": expected name, namespace:name or namespace:config:name`);
  }
  return `${namespace}:${name}`;
}

/**
 * Splits a key such as `data.list[0]` into the full key of its first part and the path inside that value.
 * @throws Error on a path that cannot be read
 */
export function splitKeyPath(project: string, key: string): { key: string; inside: string } {
  const at = key.search(/[.[]/);
  if (at <= 0) return { key: fullKey(project, key), inside: "" };
  return { key: fullKey(project, key.slice(0, at)), inside: key.slice(at).replace(/^\./, "") };
}
