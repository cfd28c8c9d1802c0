import type { ServerCheck } from "./group-file";
import type { Listen } from "./route";
import { RouterError } from "./router-error";

/** A group in a router. */
interface RouterTarget {
  readonly containerId: string;
  /** Key of the group, unique in the router: project, stack and name. */
  readonly group: string;
  readonly listen: readonly Listen[];
  /** Where the generation that waits is shown. */
  readonly preview?: Listen;
}

/** One instance of a generation. */
interface Server {
  /** Unique within its generation: `<generation>-0`. */
  readonly name: string;
  /** A name of its container in the router's network. */
  readonly address: string;
  readonly port: number;
}

/** How the router checks servers. */
interface RouterCheck {
  /** Path and query of a GET request. @default "/", and any HTTP answer is good */
  readonly path?: string;
  /** @default the server's port */
  readonly port?: number;
  /** Status codes that are good, both ends included. @default 200 to 399 */
  readonly status?: { readonly from: number; readonly to: number };
}

const GROUP = /^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}$/;
const GENERATION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const ADDRESS = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/;
const CHECK_PATH = /^\/[\x21-\x7e]*$/;

/** @throws RouterError when the group's key cannot be */
function verifyGroup(group: string): void {
  if (!GROUP.test(group)) {
    throw new RouterError("input", `group: got ${JSON.stringify(group)}, expected ${GROUP}`);
  }
}

/** @throws RouterError for what would not be a line of HAProxy's configuration */
function verifyServers(generation: string, servers: readonly Server[]): void {
  const refuse = (what: string): never => {
    throw new RouterError("input", what);
  };
  if (!GENERATION.test(generation)) {
    refuse(`generation: got ${JSON.stringify(generation)}, expected ${GENERATION}`);
  }
  if (servers.length === 0) refuse(`generation ${generation}: no servers to attach`);
  if (new Set(servers.map((server) => server.name)).size !== servers.length) {
    refuse(`generation ${generation}: two servers have one name`);
  }
  for (const { name, address, port } of servers) {
    if (!ADDRESS.test(address)) {
      refuse(`server ${name}: got address ${JSON.stringify(address)}, expected a container's name`);
    }
    if (!isPort(port)) refuse(`server ${name}: got port ${port}, expected 1 to 65535`);
  }
}

/** What is asked of one server. @throws RouterError when it cannot be asked */
function serverCheck({ path, port, status }: RouterCheck, server: Server): ServerCheck {
  if (path !== undefined && !CHECK_PATH.test(path)) {
    throw new RouterError(
      "input",
      `check.path: got ${JSON.stringify(path)}, expected a path such as /healthz`,
    );
  }
  if (port !== undefined && !isPort(port)) {
    throw new RouterError("input", `check.port: got ${port}, expected 1 to 65535`);
  }
  const any = path === undefined && status === undefined;
  return {
    path: path ?? "/",
    port: port ?? server.port,
    status: any ? [100, 599] : [status?.from ?? 200, status?.to ?? 399],
  };
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

export type { RouterCheck, RouterTarget, Server };
export { serverCheck, verifyGroup, verifyServers };
