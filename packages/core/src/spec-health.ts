import type { ArgReader } from "./arg-reader";
import { DURATION_EXPECTED, formatDuration, parseDuration } from "./duration";
import { FormatError } from "./format-error";
import type { HealthCheckSpec, HealthTimingSpec, StatusRange } from "./spec";
import { readCommand } from "./spec-command";
import {
  DEFAULT_HEALTH_INTERVAL,
  DEFAULT_HEALTH_TIMEOUT,
  DEFAULT_HEALTHY_AFTER,
  DEFAULT_HEALTHY_STATUS,
  DEFAULT_PROBE_TIMEOUT,
  DEFAULT_UNHEALTHY_AFTER,
} from "./spec-defaults";
import { refuseUnknownKeys } from "./spec-keys";
import { readPort } from "./spec-ports";

const TIMING = ["interval", "healthyAfter", "unhealthyAfter", "timeout", "probeTimeout"];

/** A health check with every default written out, and the paths of its secret texts. */
export interface HealthFindings {
  readonly check: HealthCheckSpec;
  readonly secrets: readonly string[];
}

/** @param servicePort the service's own port, where a check without one goes */
export function readHealthCheck(health: ArgReader, servicePort: ArgReader): HealthFindings {
  refuseUnknownKeys(health, ["path", "port", "expectStatus", "command", ...TIMING]);
  const path = health.member("path");
  const command = health.member("command");
  const timing = readTiming(health);
  if (!command.absent) {
    for (const other of [path, health.member("port"), health.member("expectStatus")]) {
      if (!other.absent && !other.pending) other.refuse("nothing beside command", "check one or the other");
    }
    const { texts = [], secrets } = readCommand(command, 1);
    return { check: { kind: "command", command: texts, ...timing }, secrets };
  }

  const ownPort = health.member("port");
  const port = (ownPort.absent ? servicePort.raw : readPort(ownPort)) as number;
  if (!path.absent) {
    if (ownPort.absent && servicePort.absent) health.member("port").refuse("a port to send the request to");
    const status = readStatus(health.member("expectStatus"));
    return { check: { kind: "http", path: readPath(path) ?? "/", port, status, ...timing }, secrets: [] };
  }
  const expectStatus = health.member("expectStatus");
  if (!expectStatus.absent) expectStatus.refuse("a path beside it: only an HTTP request has a status");
  const connects = !(ownPort.absent && servicePort.absent);
  return {
    check: connects ? { kind: "connect", port, ...timing } : { kind: "running", ...timing },
    secrets: [],
  };
}

function readTiming(health: ArgReader): HealthTimingSpec {
  const count = (name: string, fallback: number) =>
    health.member(name).integer(1, 1000, "a whole number from 1 to 1000") ?? fallback;
  const interval = readTime(health.member("interval"), DEFAULT_HEALTH_INTERVAL);
  const healthyAfter = count("healthyAfter", DEFAULT_HEALTHY_AFTER);
  const timeout = readTime(health.member("timeout"), DEFAULT_HEALTH_TIMEOUT);
  if (timeout < interval * healthyAfter) {
    const least = formatDuration(Math.min(interval * healthyAfter, 2_147_483_647));
    health
      .member("timeout")
      .refuse(`at least ${least}: ${healthyAfter} checks in a row, one each ${formatDuration(interval)}`);
  }
  return {
    interval,
    healthyAfter,
    unhealthyAfter: count("unhealthyAfter", DEFAULT_UNHEALTHY_AFTER),
    timeout,
    probeTimeout: readTime(health.member("probeTimeout"), DEFAULT_PROBE_TIMEOUT),
  };
}

/** Milliseconds, more than 0. */
function readTime(time: ArgReader, fallback: string): number {
  const parse = (text: string) => {
    const ms = parseDuration(text);
    if (ms === 0) throw new FormatError(text, "a duration of more than 0");
    return ms;
  };
  return time.parsed(parse, DURATION_EXPECTED) ?? parseDuration(fallback);
}

function readPath(path: ArgReader): string | undefined {
  const text = path.plainText('a path such as "/healthz"');
  if (text === undefined) return undefined;
  const url = /^[A-Za-z]+:\/\/[^/]*(\/?.*)$/s.exec(text);
  if (url)
    return path.refuse('a path such as "/healthz", not a URL', `write ${JSON.stringify(url[1] || "/")}`);
  if (!text.startsWith("/"))
    return path.refuse('a path that starts with "/"', `write ${JSON.stringify(`/${text}`)}`);
  if (text.includes("#")) return path.refuse('a path without "#": a fragment is never sent');
  // Other characters would end the request line, or have to be written as %XX.
  if (!/^[!-~]+$/.test(text)) {
    return path.refuse("a path without spaces, control and non-ASCII characters", "write them as %XX");
  }
  return text;
}

function readStatus(status: ArgReader): StatusRange {
  const expected = 'one status code or a range, such as "200" or "200-399"';
  const parse = (text: string): StatusRange => {
    const [, first, last = first] = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(text) ?? [];
    if (first === undefined || Number(first) > Number(last)) throw new FormatError(text, expected);
    return { from: Number(first), to: Number(last) };
  };
  return status.parsed(parse, expected) ?? parse(DEFAULT_HEALTHY_STATUS);
}
