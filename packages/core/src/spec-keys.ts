import type { ArgReader } from "./arg-reader";
import { nearestName } from "./nearest-name";

const STORAGE =
  "storage that outlives generations is mounted with state: [{ volume, path, access }], scratch space with tmpfs";

/** Arguments as other tools call them, and what they are called here. */
const FOREIGN_KEYS: Readonly<Record<string, string>> = {
  volume: STORAGE,
  volumes: STORAGE,
  mount: STORAGE,
  mounts: STORAGE,
  binds: STORAGE,
  volumeMounts: STORAGE,
  environment: 'use "env", and "secretEnv" for secrets',
  envs: 'use "env", and "secretEnv" for secrets',
  secrets: 'use "secretEnv", or "files" with a secret Output',
  entrypoint: 'use "command"',
  cmd: 'use "args"',
  cpu: 'use "resources: { cpu }"',
  cpus: 'use "resources: { cpu }"',
  memory: 'use "resources: { memory }"',
  uploads: 'use "files"',
  configs: 'use "files"',
  configMap: 'use "files"',
  scale: 'use "replicas"',
  desiredCount: 'use "replicas"',
  stopTimeout: 'use "gracePeriod"',
  terminationGracePeriodSeconds: 'use "gracePeriod"',
  readinessProbe: 'use "healthCheck"',
  livenessProbe: 'use "healthCheck"',
  privileged: 'name what it needs in "capabilities"',
};

/**
 * Refuses members that nobody knows: a misspelled argument would otherwise silently do nothing.
 *
 * @param known names that are allowed
 */
export function refuseUnknownKeys(args: ArgReader, known: readonly string[]): void {
  for (const [key, value] of args.members("an object with arguments")) {
    if (value.absent || known.includes(key)) continue;
    const nearest = nearestName(key, known);
    const foreign = args.path === "" && Object.hasOwn(FOREIGN_KEYS, key) ? FOREIGN_KEYS[key] : undefined;
    value.refuseName(
      key,
      "an argument that exists",
      foreign ?? (nearest && `use "${nearest}"`) ?? `known are ${known.join(", ")}`,
    );
  }
}
