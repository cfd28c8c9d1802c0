import type { Spec } from "@anew/core";
import type { types } from "@pulumi/kubernetes";

/** Below it, a port is privileged: only root may listen, unless told otherwise. */
const FIRST_UNPRIVILEGED_PORT = 1024;

/**
 * The security of a pod, as the standard "restricted" demands it (other than for root and for added capabilities).
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
function podSecurity(spec: Spec): types.input.core.v1.PodSecurityContext {
  const { user, group } = userIds(spec.user);
  const ports = [...(spec.port === undefined ? [] : [spec.port]), ...Object.values(spec.ports ?? {})];
  const privileged = user !== 0 && ports.some((port) => port < FIRST_UNPRIVILEGED_PORT);
  return {
    runAsNonRoot: user !== 0,
    runAsUser: user,
    ...(group !== undefined && { runAsGroup: group }),
    ...(spec.state.length > 0 && { fsGroup: group ?? user, fsGroupChangePolicy: "OnRootMismatch" }),
    seccompProfile: { type: "RuntimeDefault" },
    // Safe in the sense of "restricted": it holds in the pod's own network namespace only. Docker sets it, too.
    ...(privileged && { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }] }),
  };
}

/** The security of the program's container. */
function containerSecurity(spec: Spec): types.input.core.v1.SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    capabilities: {
      drop: ["ALL"],
      ...(spec.capabilities.length > 0 && { add: [...spec.capabilities] }),
    },
    readOnlyRootFilesystem: spec.readOnlyRootFilesystem,
  };
}

/** `65532:65532` → its numbers. Names are refused before: the cluster does not know an image's. */
function userIds(text: string): { readonly user: number; readonly group?: number } {
  const [user, group] = text.split(":").map(Number);
  return { user: user ?? 0, ...(group !== undefined && { group }) };
}

export { containerSecurity, podSecurity };
