import type { HealthCheckSpec } from "@anew/core";
import type { types } from "@pulumi/kubernetes";
import { literal } from "./literal";

/**
 * How the kubelet finds out whether a replica may receive requests; undefined where nothing can be asked. It counts in
 * whole seconds, so what is finer is rounded up; the gate asks as often as it was told. There is no liveness probe: a
 * restart proves nothing.
 */
function readinessProbe(check: HealthCheckSpec): types.input.core.v1.Probe | undefined {
  const action = probeAction(check);
  return (
    action && {
      ...action,
      periodSeconds: wholeSeconds(check.interval),
      timeoutSeconds: wholeSeconds(check.probeTimeout),
      failureThreshold: check.unhealthyAfter,
    }
  );
}

function probeAction(check: HealthCheckSpec): types.input.core.v1.Probe | undefined {
  switch (check.kind) {
    case "http":
      return { httpGet: { path: check.path, port: check.port, scheme: "HTTP" } };
    case "connect":
      return { tcpSocket: { port: check.port } };
    case "command":
      return { exec: { command: check.command.map(literal) } };
    case "running":
      return undefined;
  }
}

/** At least one: the kubelet takes 0 for its own default. */
function wholeSeconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}

export { readinessProbe, wholeSeconds };
