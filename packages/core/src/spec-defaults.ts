import type { Duration } from "./duration";

/** Instances of a generation that run side by side. */
export const DEFAULT_REPLICAS = 1;
/** Not root. 65532 is the "nonroot" user of common minimal images; it owns nothing on the host. */
export const DEFAULT_USER = "65532:65532";
/** What is written inside a generation would be lost with it. */
export const DEFAULT_READ_ONLY_ROOT_FILESYSTEM = true;
/** Linux capabilities that a generation keeps: none. */
export const DEFAULT_CAPABILITIES: readonly string[] = [];
/** A process can never gain privileges that it did not start with; there is no argument to allow it. */
export const NO_NEW_PRIVILEGES = true;
/** Between the signal to stop and the kill. */
export const DEFAULT_GRACE_PERIOD: Duration = "30 seconds";
/** Between two health checks. */
export const DEFAULT_HEALTH_INTERVAL: Duration = "1 second";
/** Checks in a row that must succeed before an instance counts as healthy. */
export const DEFAULT_HEALTHY_AFTER = 3;
/** Checks in a row that must fail before an instance counts as unhealthy. */
export const DEFAULT_UNHEALTHY_AFTER = 3;
/** How long a new generation may take until it is healthy; then its gate fails. */
export const DEFAULT_HEALTH_TIMEOUT: Duration = "60 seconds";
/** How long one check may take; then it has failed. */
export const DEFAULT_PROBE_TIMEOUT: Duration = "5 seconds";
/** HTTP status codes that count as healthy; the same as Kubernetes'. */
export const DEFAULT_HEALTHY_STATUS = "200-399";
