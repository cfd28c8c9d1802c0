import type { Spec } from "@anew/core";
import type { types } from "@pulumi/kubernetes";
import { MAIN_PORT } from "../route";

/** A port of a program. */
interface NamedPort {
  readonly name: string;
  readonly port: number;
}

/** The ports of a program by name; the one of the traffic is always called the same, whatever its number. */
function namedPorts({ port, ports }: Pick<Spec, "port" | "ports">): NamedPort[] {
  const more = Object.entries(ports ?? {}).map(([name, number]) => ({ name, port: number }));
  return [
    ...(port === undefined ? [] : [{ name: MAIN_PORT, port }]),
    ...more.sort((a, b) => (a.name < b.name ? -1 : 1)),
  ];
}

/** A port of a Service of the same number. It finds the pods' by its name, so that its number may change between two generations. */
function servicePort({ name, port }: NamedPort): types.input.core.v1.ServicePort {
  return { name, port, targetPort: name, protocol: "TCP" };
}

export type { NamedPort };
export { namedPorts, servicePort };
