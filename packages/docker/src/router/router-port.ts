import type { InputProblems } from "@anew/core";
import { JUDGE_PORT, RUNTIME_PORT } from "./layout";

/** A port of the router: the same number inside its container and on the host. */
interface RouterPort {
  readonly port: number;
  /** "https" ends TLS at the router, with the router's certificates. */
  readonly protocol: "http" | "https";
}

/** @default "https" for 443, "http" for every other */
function routerPort(given: number | RouterPort): RouterPort {
  if (typeof given !== "number") return given;
  return { port: given, protocol: given === 443 ? "https" : "http" };
}

function findPortProblems(ports: readonly RouterPort[], problems: InputProblems): void {
  if (ports.length === 0) {
    problems.add({ property: "ports", given: [], expected: "at least one port", fix: "ports: [80]" });
  }
  ports.forEach(({ port, protocol }, i) => {
    const property = `ports[${i}]`;
    if (!Number.isInteger(port) || port < 1 || port > 65535 || port === RUNTIME_PORT || port === JUDGE_PORT) {
      problems.add({
        property,
        given: port,
        expected: `a port from 1 to 65535 other than ${RUNTIME_PORT} and ${JUDGE_PORT}, which the router uses itself`,
      });
    }
    if (protocol !== "http" && protocol !== "https") {
      problems.add({ property: `${property}.protocol`, given: protocol, expected: '"http" or "https"' });
    }
    if (ports.findIndex((other) => other.port === port) !== i) {
      problems.add({ property, given: port, expected: "each port once" });
    }
  });
}

export type { RouterPort };
export { findPortProblems, routerPort };
