import { SLOTS, slotNames, UNUSED_ADDRESS } from "./layout";
import { RouterError } from "./router-error";

/** How HAProxy checks one server. */
interface ServerCheck {
  /** Path and query of a GET request. */
  readonly path: string;
  readonly port: number;
  /** Status codes from the first to the second, both included, are good. */
  readonly status: readonly [from: number, to: number];
}

/** A server in its slot. */
interface Attached {
  readonly slot: string;
  readonly generation: string;
  readonly name: string;
  /** Name in Docker's DNS. */
  readonly address: string;
  readonly port: number;
  /** 0 to 256. */
  readonly weight: number;
  readonly check: ServerCheck;
}

/** What the volume says of one group; one file, replaced as a whole. */
interface GroupFile {
  readonly group: string;
  /** Key of the routes map to its value. */
  readonly routes: Readonly<Record<string, string>>;
  readonly servers: readonly Attached[];
  /** The split that was asked for last, written before the traffic moves. */
  readonly written?: Readonly<Record<string, number>>;
  /** The group that shows the generation that waits, see preview(). */
  readonly previews?: string;
}

const HEADER = "# anew ";

/** What a server's check stands as in the checks map. */
function checkEntry(check: ServerCheck): string {
  return `${check.status[0]}-${check.status[1]}${check.path}`;
}

/** The slots and maps of a backend in HAProxy's words, with everything that Anew has to know in the first line. */
function renderGroupFile(backend: string, file: GroupFile): string {
  const bySlot = new Map(file.servers.map((server) => [server.slot, server]));
  const lines = [HEADER + JSON.stringify(file)];
  for (const [key, value] of Object.entries(file.routes)) lines.push(`# route ${key} ${value}`);
  for (const server of file.servers) lines.push(`# check ${server.slot} ${checkEntry(server.check)}`);
  for (const slot of slotNames(backend)) {
    const server = bySlot.get(slot);
    lines.push(
      server === undefined
        ? `  server ${slot} ${UNUSED_ADDRESS}:80 disabled weight 0`
        : `  server ${slot} ${server.address}:${server.port} port ${server.check.port} weight ${server.weight}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** @throws RouterError when the text is none that renderGroupFile made */
function parseGroupFile(backend: string, text: string): GroupFile {
  const line = text.split("\n", 1)[0] ?? "";
  try {
    if (!line.startsWith(HEADER)) throw new Error("its first line is not Anew's");
    const file = JSON.parse(line.slice(HEADER.length)) as GroupFile;
    if (typeof file.group !== "string" || !Array.isArray(file.servers) || typeof file.routes !== "object") {
      throw new Error("parts are missing");
    }
    return file;
  } catch (cause) {
    throw new RouterError(
      "foreign",
      `the router's file of backend ${backend} cannot be read: ${(cause as Error).message}; it was changed by hand, or by another version of Anew`,
      { cause },
    );
  }
}

/** The first slots of a backend that no server of the file has. @throws RouterError when there are too few */
function freeSlots(backend: string, file: GroupFile, count: number): string[] {
  const taken = new Set(file.servers.map((server) => server.slot));
  const free = slotNames(backend).filter((slot) => !taken.has(slot));
  if (free.length < count) {
    throw new RouterError(
      "full",
      `group ${file.group}: ${count} more servers do not fit: a group has ${SLOTS} places, and ${taken.size} are taken by the generations ${[...new Set(file.servers.map((s) => s.generation))].join(", ")}; use fewer replicas, or keep fewer generations warm`,
    );
  }
  return free.slice(0, count);
}

export type { Attached, GroupFile, ServerCheck };
export { checkEntry, freeSlots, parseGroupFile, renderGroupFile };
