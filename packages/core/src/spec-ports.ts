import type { ArgReader } from "./arg-reader";

const PORT_EXPECTED = "a port from 1 to 65535";

/** A TCP port. */
export function readPort(port: ArgReader): number | undefined {
  return port.integer(1, 65_535, PORT_EXPECTED);
}

/** More ports by name; no number twice, and none that is `main`. */
export function readPorts(ports: ArgReader, main: number | undefined): Record<string, number> {
  const taken = new Map<number, string>(main === undefined ? [] : [[main, "port"]]);
  const read: Record<string, number> = {};
  for (const [name, value] of ports.members("an object: name → port")) {
    // The rule of Kubernetes and of the IANA registry, the strictest among the platforms.
    if (!/^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
      value.refuseName(
        name,
        "a name of at most 15 lower case letters, digits and single hyphens",
        "rename the port",
      );
    }
    if (value.absent) value.refuse(PORT_EXPECTED, "leave the whole entry out");
    const port = readPort(value);
    if (port === undefined) continue;
    const other = taken.get(port);
    if (other !== undefined) value.refuse(`a port that is not also ${other}`);
    taken.set(port, value.path);
    read[name] = port;
  }
  return read;
}
