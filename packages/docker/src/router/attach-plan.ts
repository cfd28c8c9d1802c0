import { type Attached, freeSlots, type GroupFile } from "./group-file";
import { type RouterCheck, type Server, serverCheck } from "./router-target";

/** What attaching a generation's servers changes. */
interface AttachPlan {
  readonly file: GroupFile;
  /** The generation's servers in their slots. */
  readonly attached: readonly Attached[];
  /** Servers that the generation no longer has. */
  readonly gone: readonly Attached[];
}

/**
 * A server that is known keeps its slot, and its weight where it is the same one; the others get free slots.
 * @throws RouterError when there are too few slots, or the check cannot be
 */
function planAttach(
  backend: string,
  file: GroupFile,
  generation: string,
  servers: readonly Server[],
  check: RouterCheck,
): AttachPlan {
  const known = file.servers.filter((server) => server.generation === generation);
  const gone = known.filter((server) => !servers.some(({ name }) => name === server.name));
  const staying = file.servers.filter((server) => !gone.includes(server));
  const fresh = servers.filter(({ name }) => !known.some((server) => server.name === name));
  const free = freeSlots(backend, { ...file, servers: staying }, fresh.length);
  const attached = servers.map((server): Attached => {
    const before = known.find(({ name }) => name === server.name);
    const same = before?.address === server.address && before.port === server.port;
    return {
      slot: before?.slot ?? free.shift()!,
      generation,
      name: server.name,
      address: server.address,
      port: server.port,
      weight: same ? before.weight : 0,
      check: serverCheck(check, server),
    };
  });
  const others = file.servers.filter((server) => server.generation !== generation);
  return { file: { ...file, servers: [...others, ...attached] }, attached, gone };
}

export type { AttachPlan };
export { planAttach };
