import * as fc from "fast-check";

/** An image by digest. */
export const IMAGE = `registry.example/web@sha256:${"ab".repeat(32)}`;

/** Arguments that have every part, to be changed one leaf at a time. */
export const FULL_ARGS = {
  image: IMAGE,
  command: ["node", "server.js"],
  args: ["--verbose"],
  env: { LOG_LEVEL: "info", REGION: "eu" },
  secretEnv: { DATABASE_URL: "postgres://hunter2" },
  files: { "/etc/web/limits.json": '{"perSecond":50}' },
  port: 8080,
  ports: { metrics: 9090 },
  healthCheck: {
    path: "/healthz",
    port: 8081,
    expectStatus: "200-299",
    interval: "2 seconds",
    healthyAfter: 2,
    unhealthyAfter: 4,
    timeout: "30 seconds",
    probeTimeout: "1 second",
  },
  replicas: 2,
  resources: { cpu: 0.5, memory: "256 MiB" },
  user: "1000:1000",
  tmpfs: ["/tmp"],
  gracePeriod: "10 seconds",
  state: [{ volume: "uploads", path: "/data", access: "shared" }],
  readOnlyRootFilesystem: false,
  capabilities: ["NET_BIND_SERVICE"],
};

const text = fc.string({ unit: fc.constantFrom("a", "B", "1", " ", "é", "=", '"'), maxLength: 5 });
const name = fc.constantFrom("A", "B", "LOG_LEVEL", "a.b", "x-y");
const path = fc.constantFrom("/etc/a", "/etc/b", "/srv/c d", "/é");

/** Valid arguments of every shape. */
export const validArgs: fc.Arbitrary<object> = fc
  .record(
    {
      image: fc.constantFrom(IMAGE, `nginx@sha256:${"cd".repeat(32)}`, `sha256:${"ef".repeat(32)}`),
      command: fc.array(text, { minLength: 1, maxLength: 3 }),
      args: fc.array(text, { maxLength: 3 }),
      env: fc.dictionary(name, text),
      files: fc.dictionary(path, text),
      port: fc.integer({ min: 1, max: 65_535 }),
      healthCheck: fc.constantFrom(
        {},
        { command: ["true"] },
        { port: 5, path: "/" },
        { interval: "2 seconds" },
      ),
      replicas: fc.integer({ min: 1, max: 9 }),
      resources: fc.record(
        { cpu: fc.constantFrom(0.5, 1), memory: fc.constant("64 MiB") },
        { requiredKeys: [] },
      ),
      user: fc.constantFrom("0", "web", "65532:65532"),
      tmpfs: fc.constantFrom([], ["/tmp"], ["/var/run", "/tmp"]),
      gracePeriod: fc.constantFrom("1 second", "0 seconds"),
      state: fc.constantFrom([], [{ volume: "v", path: "/data", access: "shared" }]),
      readOnlyRootFilesystem: fc.boolean(),
      capabilities: fc.constantFrom([], ["CHOWN"], ["KILL", "CHOWN"]),
    },
    { requiredKeys: ["image"] },
  )
  .map((args) => args);

/** Every leaf of a value: its path, and the whole value with this leaf replaced. */
export function leaves(
  value: unknown,
  path: readonly (string | number)[] = [],
): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, below]) =>
    leaves(below, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** A copy of `value` in which `change` was applied at `path`. */
export function changed(
  value: unknown,
  path: readonly (string | number)[],
  change: (leaf: unknown) => unknown,
): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  const copy: Record<string | number, unknown> = Array.isArray(value)
    ? ([...value] as unknown as Record<number, unknown>)
    : { ...(value as Record<string, unknown>) };
  copy[key] = changed(copy[key], rest, change);
  return copy;
}

/** The same value with the keys of every object the other way round. */
export function reversedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversedKeys(member)]),
  );
}
