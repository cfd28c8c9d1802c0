import type { Attached } from "./group-file";
import { UNUSED_ADDRESS } from "./layout";
import type { SlotState } from "./servers-state";

/**
 * Gives a slot to a server: down until its checks have passed, with the weight that the volume says (0 for a new one).
 * The address that it has now saves the time of the first resolution; from then on its name decides.
 */
function occupyCommands(backend: string, server: Attached, address: string | undefined): string[] {
  const set = `set server ${backend}/${server.slot}`;
  return [
    `${set} state maint`,
    `${set} weight ${server.weight}`,
    `${set} fqdn ${server.address}`,
    `${set} check-port ${server.check.port}`,
    `${set} state ready`,
    ...portCommands(backend, server, address ?? UNUSED_ADDRESS),
  ];
}

/**
 * The address that a server has now, with its port: refused, without an error, by a slot that has no address. It is
 * down from then on until it is checked, for a slot that gets an address comes up by itself.
 */
function portCommands(backend: string, server: Attached, address: string): string[] {
  const set = `set server ${backend}/${server.slot}`;
  return [`${set} addr ${address} port ${server.port}`, `${set} health down`];
}

/**
 * Takes a slot out of service, ends what still runs through it, and forgets its server.
 * @param own a name of the router itself: one that is always resolved, so that the slot does not lose its address and
 * the next server need not wait for one
 */
function vacateCommands(backend: string, slot: string, own: string): string[] {
  const set = `set server ${backend}/${slot}`;
  return [
    `${set} weight 0`,
    `${set} state maint`,
    `shutdown sessions server ${backend}/${slot}`,
    `${set} fqdn ${own}`,
    `${set} addr ${UNUSED_ADDRESS} port 80`,
    `${set} check-port 80`,
  ];
}

/**
 * Sets the weights that differ: what gets more first, so that at no moment nothing has weight.
 * @param running the slots as they are now
 */
function weighCommands(
  backend: string,
  servers: readonly Attached[],
  running: ReadonlyMap<string, SlotState>,
): string[] {
  return servers
    .map((server) => ({ server, by: server.weight - (running.get(server.slot)?.weight ?? 0) }))
    .filter(({ by }) => by !== 0)
    .sort((a, b) => b.by - a.by)
    .map(({ server }) => `set server ${backend}/${server.slot} weight ${server.weight}`);
}

/** Whether a slot already runs as its server's. */
function isOccupiedBy(state: SlotState | undefined, server: Attached): boolean {
  return (
    state !== undefined &&
    !state.maintenance &&
    state.name === server.address &&
    state.port === server.port &&
    (state.checkPort === server.check.port || (state.checkPort === 0 && server.check.port === server.port))
  );
}

export { isOccupiedBy, occupyCommands, portCommands, vacateCommands, weighCommands };
