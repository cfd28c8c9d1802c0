/** Proof of health, with every default written out; times in milliseconds. */
export type HealthCheckSpec = HealthTimingSpec &
  (
    | { readonly kind: "http"; readonly path: string; readonly port: number; readonly status: StatusRange }
    | { readonly kind: "command"; readonly command: readonly string[] }
    | { readonly kind: "connect"; readonly port: number }
    /** Nothing can be asked: healthy when the process stays up for `healthyAfter` intervals. */
    | { readonly kind: "running" }
  );

/** Times in milliseconds; numbers of checks. */
export type HealthTimingSpec = {
  readonly interval: number;
  readonly healthyAfter: number;
  readonly unhealthyAfter: number;
  readonly timeout: number;
  readonly probeTimeout: number;
};

/** HTTP status codes from `from` to `to`, both included. */
export type StatusRange = {
  readonly from: number;
  readonly to: number;
};

/** Storage that outlives generations. */
export type StateMount = {
  readonly volume: string;
  readonly path: string;
  readonly access: "shared" | "exclusive";
};

/**
 * Everything that decides what runs: resolved, validated, with every default written out. Plain JSON; its
 * canonical form is what a generation's id is the hash of. It never holds a secret's value.
 *
 * A later version that adds a field leaves it out where it has its default: otherwise the ids of all specs
 * would change, and an upgrade would release everything again.
 */
export type Spec = {
  /** `content:<contentHash>`, `name@sha256:…` (complete, without a tag), or an image's id `sha256:…`. */
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Name → fingerprint. */
  readonly secretEnv: Readonly<Record<string, string>>;
  /** Path → content. */
  readonly files: Readonly<Record<string, string>>;
  /** Path → fingerprint of the content. */
  readonly secretFiles?: Readonly<Record<string, string>>;
  readonly port?: number;
  readonly ports?: Readonly<Record<string, number>>;
  readonly healthCheck: HealthCheckSpec;
  readonly replicas: number;
  readonly resources?: { readonly cpu?: number; readonly memory?: string };
  readonly user: string;
  /** Sorted. */
  readonly tmpfs: readonly string[];
  /** Milliseconds. */
  readonly gracePeriod: number;
  /** Sorted by path. */
  readonly state: readonly StateMount[];
  readonly readOnlyRootFilesystem: boolean;
  /** Sorted, upper case, without `CAP_`. */
  readonly capabilities: readonly string[];
  /**
   * Paths of the strings in `command`, `args` and `healthCheck.command` that are fingerprints of secrets.
   * Without this list, a plain text that looks like a fingerprint would be the same spec.
   */
  readonly secrets?: readonly string[];
  /** What only one target knows, such as the networks of a Docker host. */
  readonly platform?: Readonly<Record<string, string | readonly string[]>>;
};
