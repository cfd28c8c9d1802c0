import { setTimeout as sleep } from "node:timers/promises";
import type { Health, Router, Split, TrafficSample } from "@anew/core";
import { planAttach } from "./attach-plan";
import type { Connection } from "./docker-client";
import { type Attached, checkEntry } from "./group-file";
import { GroupStore } from "./group-store";
import { healthOf } from "./health";
import { CHECKS_MAP, ROUTES_MAP } from "./layout";
import { liveSplit, verifySplit, withWeights } from "./live-split";
import { mapCommands, readMap } from "./map-sync";
import { type Listen, routesOf } from "./route";
import { RouterContainer } from "./router-container";
import { RouterError } from "./router-error";
import {
  type RouterCheck,
  type RouterTarget,
  type Server,
  verifyGroup,
  verifyServers,
} from "./router-target";
import { RuntimeApi } from "./runtime-api";
import { parseServersState, type SlotState } from "./servers-state";
import { isOccupiedBy, occupyCommands, portCommands, vacateCommands, weighCommands } from "./slot-commands";
import { parseStatistics, type ServerStatistics } from "./statistics";
import { TrafficMeter } from "./traffic-meter";
import { Volume } from "./volume";

/** How long the name of a container that runs may take to be resolved, and the pause between two looks. */
const PORTS_WITHIN_MS = 10_000;
const PORTS_PAUSE_MS = 50;

/** What a group's key ends in when it is the preview of another. */
const PREVIEW = "@preview";

/**
 * The traffic of one group in a HAProxy that several groups share. The running HAProxy is changed through its runtime
 * API only; the volume says the same, so that a restart changes nothing. Every method can be repeated: one that was
 * killed in the middle is put right by the next call.
 */
class HaproxyRouter implements Router {
  private readonly store: GroupStore;
  private readonly meter: TrafficMeter;
  private check: RouterCheck = {};

  private constructor(
    private readonly container: RouterContainer,
    private readonly api: RuntimeApi,
    private readonly volume: Volume,
    private readonly target: RouterTarget,
  ) {
    this.store = new GroupStore(volume, container.name, target.group);
    this.meter = new TrafficMeter(api);
  }

  /** @throws RouterError when Docker does not answer, or the router is gone, stopped or not Anew's */
  static async connect(connection: Connection, target: RouterTarget): Promise<HaproxyRouter> {
    verifyGroup(target.group);
    const container = await RouterContainer.find(connection, target.containerId);
    return new HaproxyRouter(container, new RuntimeApi(container), new Volume(container), target);
  }

  /**
   * Claims a backend for the group, and adds the routes that it does not have yet; none is removed.
   * @param check how the servers that are attached from now on are checked
   * @throws RouterError when a route belongs to another group, a port is not published, or no backend is left
   */
  async ensureGroup(check: RouterCheck): Promise<void> {
    this.check = check;
    const { listen } = this.target;
    await this.container.requirePorts(listen.map(({ port }) => port));
    await this.volume.locked(async () => {
      const { backend, file, known } = await this.store.claim((name) => routesOf(listen, name));
      const routes = { ...file.routes, ...routesOf(listen, backend) };
      // The file first: a route to a backend without servers is an honest 503 after a restart.
      if (!known || JSON.stringify(routes) !== JSON.stringify(file.routes)) {
        await this.store.write(backend, { ...file, routes });
      }
      await this.syncMap(ROUTES_MAP, routes);
    });
  }

  /** Removes the routes that the group no longer asks for: once the generation that asked for others is released. */
  async pruneRoutes(): Promise<void> {
    await this.volume.locked(async () => {
      const { backend, file } = await this.store.get();
      const wanted = routesOf(this.target.listen, backend);
      const obsolete = Object.keys(file.routes).filter((key) => !Object.hasOwn(wanted, key));
      if (obsolete.length === 0) return;
      await this.syncMap(ROUTES_MAP, without(obsolete));
      await this.store.write(backend, {
        ...file,
        routes: Object.fromEntries(Object.entries(file.routes).filter(([key]) => !obsolete.includes(key))),
      });
    });
  }

  /**
   * Makes servers known to the router: health checked, with weight 0. The ones that already are keep what they have,
   * their weight too; ones of the generation that are not named are taken out.
   * @throws RouterError when a container is not there or not in the router's network, or there are too many servers
   */
  async attach(generation: string, servers: readonly Server[]): Promise<void> {
    verifyServers(generation, servers);
    await this.volume.locked(async () => {
      const { backend, file } = await this.store.get();
      const plan = planAttach(backend, file, generation, servers, this.check);
      const running = await this.slots(backend);
      const idle = plan.attached.filter((server) => !isOccupiedBy(running.get(server.slot), server));
      const addresses = await Promise.all(idle.map(({ address }) => this.container.addressOf(address)));
      // The file first: after a restart the servers are there, without traffic.
      await this.store.write(backend, plan.file);
      await this.vacate(backend, plan.gone);
      await this.syncMap(
        CHECKS_MAP,
        Object.fromEntries(plan.attached.map((server) => [server.slot, checkEntry(server.check)])),
      );
      await this.api.run(idle.flatMap((server, i) => occupyCommands(backend, server, addresses[i])));
      await this.setPorts(backend, idle, addresses);
    });
  }

  /**
   * Takes a generation out of the running process and out of the file. What is still in flight is cut off: drain first.
   * @throws RouterError while the generation receives traffic
   */
  async detach(generation: string): Promise<void> {
    if (!this.isPreview) {
      const shown = this.beside([]);
      if ((await shown.attached()).includes(generation)) await shown.removeGroup();
    }
    await this.volume.locked(async () => {
      const mine = await this.store.find();
      const leaving = mine?.file.servers.filter((server) => server.generation === generation) ?? [];
      if (mine === undefined || leaving.length === 0) return;
      const { backend, file } = mine;
      const running = await this.slots(backend);
      if (leaving.some((server) => (running.get(server.slot)?.weight ?? 0) > 0)) {
        throw new RouterError(
          "conflict",
          `generation ${generation} of ${file.group} still receives traffic; move the traffic first`,
        );
      }
      // The process first: until the file is written, a restart brings the servers back without traffic.
      await this.vacate(backend, leaving);
      const servers = file.servers.filter((server) => server.generation !== generation);
      await this.store.write(backend, { ...file, servers });
    });
  }

  /** The names under which the router finds a generation's servers; empty when it does not know the generation. */
  async addressesOf(generation: string): Promise<string[]> {
    const mine = await this.store.find();
    return mine?.file.servers.filter((one) => one.generation === generation).map((one) => one.address) ?? [];
  }

  /** The generations that the router knows, with traffic or without. */
  async attached(): Promise<string[]> {
    const mine = await this.store.find();
    return [...new Set(mine?.file.servers.map((server) => server.generation) ?? [])];
  }

  /** The live split, as the running HAProxy has it. */
  async read(): Promise<Split> {
    const mine = await this.store.find();
    if (mine === undefined) return {};
    const running = await this.slots(mine.backend);
    return liveSplit(mine.file, (slot) => running.get(slot)?.weight ?? 0);
  }

  /** The split that was asked for last. */
  async written(): Promise<Split | undefined> {
    return (await this.store.find())?.file.written;
  }

  /**
   * Moves the traffic: what gets more first, then what gets less, in one go, so that at no moment nothing has weight.
   * When it returns, no new request reaches a generation with 0.
   * @throws RouterError when the percents do not sum to 100, or a generation with a share has no server attached
   */
  async shift(split: Split): Promise<void> {
    await this.volume.locked(async () => {
      const { backend, file } = await this.store.get();
      const written = verifySplit(split, file);
      const servers = withWeights(file.servers, written);
      // What is asked for, then the traffic, then the weights for a restart: killed after any step, the live split is
      // the old or the new one, `written` tells the new one from a change by hand, and a restart brings back a split
      // whose generations are all still there, for nothing is deleted before this has returned.
      await this.store.write(backend, { ...file, written });
      await this.weigh(backend, servers);
      await this.store.write(backend, { ...file, servers, written });
      // A router that restarted just before that has the old weights again.
      await this.weigh(backend, servers);
    });
  }

  /** What HAProxy's own checks say. */
  async health(generation: string): Promise<Health> {
    const { servers, statistics } = await this.statistics(generation);
    return healthOf(servers, statistics);
  }

  /** Requests that the generation's servers are answering now, and open tunnels such as WebSockets. */
  async inFlight(generation: string): Promise<number> {
    const { statistics } = await this.statistics(generation);
    return statistics.reduce((total, row) => total + row.inFlight, 0);
  }

  /** The first call for a generation starts the count, and answers with nothing. */
  async sample(generation: string): Promise<TrafficSample> {
    const { statistics } = await this.statistics(generation);
    return this.meter.sample(generation, statistics);
  }

  /**
   * Which generation the preview address shows; undefined: none, and it answers 404.
   * It is a group of its own in the router, so that it neither takes part in the split nor counts in its statistics.
   */
  async preview(generation: string | undefined): Promise<void> {
    const { preview } = this.target;
    const shown = this.beside(preview === undefined ? [] : [preview]);
    if (generation === undefined) return shown.removeGroup();
    if (preview === undefined) {
      throw new RouterError("input", `group ${this.target.group} has no preview address`);
    }
    const { file } = await this.store.get();
    const servers = file.servers.filter((server) => server.generation === generation);
    if (servers.length === 0) {
      throw new RouterError("conflict", `generation ${generation} has no server attached: nothing to show`);
    }
    const { path, port, status } = servers[0]!.check;
    await shown.ensureGroup({ path, port, status: { from: status[0], to: status[1] } });
    await shown.attach(generation, servers);
    await shown.shift({ [generation]: 100 });
    for (const other of await shown.attached()) if (other !== generation) await shown.detach(other);
    await shown.pruneRoutes();
  }

  /** Takes the whole group out, its preview too: its addresses answer 404, and its backend is free again. */
  async removeGroup(): Promise<void> {
    if (!this.isPreview) await this.beside([]).removeGroup();
    await this.volume.locked(async () => {
      const mine = await this.store.find();
      if (mine === undefined) return;
      await this.syncMap(ROUTES_MAP, without(Object.keys(mine.file.routes)));
      await this.vacate(mine.backend, mine.file.servers);
      await this.store.remove(mine.backend);
    });
  }

  async close(): Promise<void> {
    this.api.close();
    this.volume.close();
  }

  private get isPreview(): boolean {
    return this.target.group.endsWith(PREVIEW);
  }

  /** The group that shows what this one has waiting. */
  private beside(listen: readonly Listen[]): HaproxyRouter {
    const target = { containerId: this.target.containerId, group: `${this.target.group}${PREVIEW}`, listen };
    return new HaproxyRouter(this.container, this.api, this.volume, target);
  }

  private async weigh(backend: string, servers: readonly Attached[]): Promise<void> {
    await this.api.run(weighCommands(backend, servers, await this.slots(backend)));
  }

  private async vacate(backend: string, servers: readonly Attached[]): Promise<void> {
    await this.api.run(
      servers.flatMap((server) => vacateCommands(backend, server.slot, this.container.name)),
    );
    await this.syncMap(CHECKS_MAP, without(servers.map((server) => server.slot)));
  }

  /**
   * HAProxy refuses an address, and the port with it, while a slot has none, as one whose last name no longer resolves;
   * the checks, which have a port of their own, would pass all the same. Once the new name is resolved, it takes them.
   */
  private async setPorts(
    backend: string,
    servers: readonly Attached[],
    addresses: readonly (string | undefined)[],
  ): Promise<void> {
    const deadline = Date.now() + PORTS_WITHIN_MS;
    for (;;) {
      const running = await this.slots(backend);
      const commands = servers.flatMap((server, i) =>
        addresses[i] === undefined || running.get(server.slot)?.port === server.port
          ? []
          : portCommands(backend, server, addresses[i]),
      );
      if (commands.length === 0) return;
      if (Date.now() > deadline) {
        throw new RouterError(
          "command",
          `router ${this.container.name}: HAProxy did not take the address of ${servers.map(({ name }) => name).join(", ")} within ${PORTS_WITHIN_MS / 1000} s`,
        );
      }
      await this.api.run(commands);
      await sleep(PORTS_PAUSE_MS);
    }
  }

  private async slots(backend: string): Promise<Map<string, SlotState>> {
    const states = parseServersState(await this.api.ask(`show servers state ${backend}`));
    return new Map(states.map((state) => [state.slot, state]));
  }

  private async statistics(
    generation: string,
  ): Promise<{ servers: Attached[]; statistics: ServerStatistics[] }> {
    const mine = await this.store.find();
    const servers = mine?.file.servers.filter((server) => server.generation === generation) ?? [];
    if (mine === undefined || servers.length === 0) return { servers: [], statistics: [] };
    const slots = new Set(servers.map((server) => server.slot));
    const rows = parseStatistics(await this.api.ask(`show stat ${mine.backend} 4 -1`));
    return { servers, statistics: rows.filter((row) => slots.has(row.slot)) };
  }

  private async syncMap(map: string, wanted: Record<string, string | undefined>): Promise<void> {
    await this.api.run(mapCommands(map, await readMap(this.api, map), wanted));
  }
}

/** Entries of a map that are to go. */
function without(keys: readonly string[]): Record<string, undefined> {
  return Object.fromEntries(keys.map((key) => [key, undefined]));
}

export type { RouterCheck, RouterTarget, Server };
export { HaproxyRouter };
