import {
  isList,
  isMap,
  mapEntries,
  type PropertyMap,
  type PropertyPath,
  type PropertyValue,
  parsePath,
  Secret,
} from "../values";

/**
 * The new inputs with the old values at the ignored paths: values come back, and what was not there before goes. A path
 * that leads into something added or removed counts for as much of it as can be applied, as in the real engine.
 * @returns also the paths that could not be applied, because they lead into something added or removed
 */
export function ignoreChanges(
  news: PropertyMap,
  olds: PropertyMap,
  paths: readonly string[],
): { inputs: PropertyMap; failed: string[] } {
  let inputs: PropertyValue = news;
  const failed: string[] = [];
  for (const text of paths) {
    const path = tryParse(text);
    if (!path) continue;
    const result = reset(path, olds, inputs, NO_SECRETS);
    if (!result.applied) failed.push(text);
    inputs = result.value;
  }
  return { inputs: inputs as PropertyMap, failed };
}

function tryParse(text: string): PropertyPath | undefined {
  try {
    return parsePath(text);
  } catch {
    // The real engine skips paths that it cannot read.
    return undefined;
  }
}

/** What became of a value. */
interface Reset {
  readonly value: PropertyValue;
  /** Whether the path could be followed to its end. */
  readonly applied: boolean;
}

/** Whether a secret around the two values was opened. */
interface Secrets {
  readonly old: boolean;
  readonly next: boolean;
}

const NO_SECRETS: Secrets = { old: false, next: false };

const done = (value: PropertyValue): Reset => ({ value, applied: true });
const failure = (value: PropertyValue): Reset => ({ value, applied: false });

/** `next` with the value at `path` taken from `old`. */
function reset(path: PropertyPath, old: PropertyValue, next: PropertyValue, secrets: Secrets): Reset {
  if (old instanceof Secret) return reset(path, old.element, next, { ...secrets, old: true });
  if (next instanceof Secret) {
    const { value, applied } = reset(path, old, next.element, { ...secrets, next: true });
    return { value: new Secret(value), applied };
  }
  const [key, ...rest] = path;
  if (key === undefined) return failure(next);
  if (typeof key === "number") return resetIndex(key, rest, old, next, secrets);
  return key === "*" ? resetAll(rest, old, next, secrets) : resetKey(key, rest, old, next, secrets);
}

/** An old value stays secret where it goes. */
function taken(value: PropertyValue, secrets: Secrets): PropertyValue {
  return secrets.old && !secrets.next && !(value instanceof Secret) ? new Secret(value) : value;
}

function resetIndex(
  index: number,
  rest: PropertyPath,
  old: PropertyValue,
  next: PropertyValue,
  secrets: Secrets,
): Reset {
  if (index < 0) return failure(next);
  if (!isList(old) || !isList(next)) return isList(old) || isList(next) ? failure(next) : done(next);
  if (index >= old.length || index >= next.length) {
    const sameEnd = rest.length === 0 && index >= old.length && index >= next.length;
    return sameEnd ? done(next) : failure(next);
  }
  if (rest.length === 0) return done(next.with(index, taken(old[index]!, secrets)));
  const { value, applied } = reset(rest, old[index]!, next[index]!, secrets);
  return { value: next.with(index, value), applied };
}

function resetAll(rest: PropertyPath, old: PropertyValue, next: PropertyValue, secrets: Secrets): Reset {
  if (rest.length > 0) return resetEach(rest, old, next, secrets);
  if (isMap(next)) return done(isMap(old) ? mapEntries(old, (value) => taken(value, secrets)) : next);
  if (!isList(next)) return failure(next);
  if (!isList(old)) return done(next);
  const value = next.map((item, index) => (index < old.length ? taken(old[index]!, secrets) : item));
  return { value, applied: old.length === next.length };
}

/** What can be paired is reset until the first that cannot. */
function resetEach(rest: PropertyPath, old: PropertyValue, next: PropertyValue, secrets: Secrets): Reset {
  if (isMap(old) && isMap(next)) {
    let value: PropertyMap = next;
    for (const key of Object.keys(old)) {
      if (next[key] === undefined) return failure(value);
      const item = reset(rest, old[key]!, next[key], secrets);
      value = { ...value, [key]: item.value };
      if (!item.applied) return failure(value);
    }
    return done(value);
  }
  if (!isList(old) || !isList(next)) return failure(next);
  let value: readonly PropertyValue[] = next;
  for (let index = 0; index < Math.min(old.length, next.length); index++) {
    const item = reset(rest, old[index]!, next[index]!, secrets);
    value = value.with(index, item.value);
    if (!item.applied) return failure(value);
  }
  return { value, applied: old.length === next.length };
}

function resetKey(
  key: string,
  rest: PropertyPath,
  old: PropertyValue,
  next: PropertyValue,
  secrets: Secrets,
): Reset {
  const oldValue = isMap(old) ? old[key] : undefined;
  if (rest.length === 0) {
    if (oldValue !== undefined) {
      return isMap(next) ? done({ ...next, [key]: taken(oldValue, secrets) }) : failure(next);
    }
    if (!isMap(next) || next[key] === undefined) return done(next);
    const { [key]: _, ...others } = next;
    return done(others);
  }
  if (!isMap(old) || !isMap(next)) return isMap(old) || isMap(next) ? failure(next) : done(next);
  const nextValue = next[key];
  if (nextValue === undefined) return oldValue === undefined ? done(next) : failure(next);
  const { value, applied } = reset(rest, oldValue ?? null, nextValue, secrets);
  return { value: { ...next, [key]: value }, applied };
}
