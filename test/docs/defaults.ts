import {
  DEFAULT_CAPABILITIES,
  DEFAULT_DRAIN_TIMEOUT,
  DEFAULT_GRACE_PERIOD,
  DEFAULT_HEALTH_INTERVAL,
  DEFAULT_HEALTH_TIMEOUT,
  DEFAULT_HEALTHY_AFTER,
  DEFAULT_HEALTHY_STATUS,
  DEFAULT_KEEP,
  DEFAULT_MIN_REQUESTS,
  DEFAULT_PROBE_TIMEOUT,
  DEFAULT_READ_ONLY_ROOT_FILESYSTEM,
  DEFAULT_REPLICAS,
  DEFAULT_UNHEALTHY_AFTER,
  DEFAULT_USER,
  GROUP_ARGS,
  MAX_KEEP,
  SERVICE_ARGS,
  SERVICE_ONLY_ARGS,
} from "@anew/core";
import { DEFAULT_IMAGE_TIMEOUT, DEFAULT_KEEP_IMAGES, DEFAULT_MACHINE_IMAGE_TIMEOUT } from "@anew/images";
import { type Page, tableRows } from "./markdown";

/** What stands in the column "Default" of the table of a page, by argument; undefined: anything. */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "docs/docker.md": {
    ...Object.fromEntries(
      [...SERVICE_ARGS, ...GROUP_ARGS, ...SERVICE_ONLY_ARGS].map((name) => [name, undefined]),
    ),
    networks: [],
    connection: undefined,
    router: undefined,
    replicas: DEFAULT_REPLICAS,
    user: DEFAULT_USER,
    readOnlyRootFilesystem: DEFAULT_READ_ONLY_ROOT_FILESYSTEM,
    capabilities: DEFAULT_CAPABILITIES,
    gracePeriod: DEFAULT_GRACE_PERIOD,
    drainTimeout: DEFAULT_DRAIN_TIMEOUT,
    keep: DEFAULT_KEEP,
    standby: "warm",
    unexpectedSplit: "refuse",
    overlap: "full",
    "healthCheck.interval": DEFAULT_HEALTH_INTERVAL,
    "healthCheck.healthyAfter": DEFAULT_HEALTHY_AFTER,
    "healthCheck.unhealthyAfter": DEFAULT_UNHEALTHY_AFTER,
    "healthCheck.timeout": DEFAULT_HEALTH_TIMEOUT,
    "healthCheck.probeTimeout": DEFAULT_PROBE_TIMEOUT,
    "healthCheck.expectStatus": DEFAULT_HEALTHY_STATUS,
    "bake.minRequests": DEFAULT_MIN_REQUESTS,
  },
  "docs/images.md": {
    context: undefined,
    dockerfile: undefined,
    buildArgs: undefined,
    target: undefined,
    platforms: undefined,
    repository: undefined,
    secrets: undefined,
    connection: undefined,
    timeout: DEFAULT_IMAGE_TIMEOUT,
  },
  "docs/machine-images.md": {
    context: undefined,
    template: undefined,
    variables: undefined,
    varFiles: undefined,
    extraFiles: undefined,
    only: undefined,
    secretVariables: undefined,
    connection: undefined,
    timeout: DEFAULT_MACHINE_IMAGE_TIMEOUT,
    keep: DEFAULT_KEEP_IMAGES,
  },
};

/** Numbers that the prose of a page quotes. */
const QUOTED: Readonly<Record<string, readonly string[]>> = {
  "docs/docker.md": [`0 to ${MAX_KEEP}`],
};

/** Arguments without a row, and defaults that are not the code's. */
export function defaultProblems(pages: readonly Page[]): string[] {
  return Object.entries(DEFAULTS).flatMap(([path, defaults]) => {
    const page = pages.find((one) => one.path === path);
    if (page === undefined) return [`${path}: there is no such page`];
    const rows = tableRows(page);
    const wrong = Object.entries(defaults).flatMap(([name, value]) => {
      const cell = rows.get(name)?.[0];
      if (cell === undefined) return [`${path}: no row for \`${name}\``];
      const expected = `\`${JSON.stringify(value)}\``;
      return value === undefined || cell === expected
        ? []
        : [`${path}: \`${name}\`: got ${cell}, expected ${expected}`];
    });
    const missing = (QUOTED[path] ?? []).filter((text) => !page.prose.includes(text));
    return [...wrong, ...missing.map((text) => `${path}: does not say "${text}"`)];
  });
}
