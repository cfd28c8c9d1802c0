import { type GroupFile, parseGroupFile, renderGroupFile } from "./group-file";
import { BACKENDS, backendNames } from "./layout";
import { describeRoute } from "./route";
import { RouterError } from "./router-error";
import type { Volume } from "./volume";

/** A group with the backend that it has. */
interface Claim {
  readonly backend: string;
  readonly file: GroupFile;
}

/** Which group has which backend and which routes, as the volume says. */
class GroupStore {
  constructor(
    private readonly volume: Volume,
    private readonly router: string,
    private readonly group: string,
  ) {}

  /** The group, if the router knows it. */
  async find(): Promise<Claim | undefined> {
    return this.pick(await this.all());
  }

  /** @throws RouterError when the router does not know the group */
  async get(): Promise<Claim> {
    const mine = await this.find();
    if (mine === undefined) {
      throw new RouterError("conflict", `group ${this.group} is not in router ${this.router}`);
    }
    return mine;
  }

  /**
   * The group's backend, or a free one with an empty file, which is not written yet.
   * @param routesFor what the group listens on, given its backend
   * @throws RouterError when a route belongs to another group, or no backend is left
   */
  async claim(routesFor: (backend: string) => Record<string, string>): Promise<Claim & { known: boolean }> {
    const groups = await this.all();
    const mine = this.pick(groups);
    const backend = mine?.backend ?? this.free(groups);
    this.refuseTaken(groups, Object.keys(routesFor(backend)));
    return {
      backend,
      file: mine?.file ?? { group: this.group, routes: {}, servers: [] },
      known: mine !== undefined,
    };
  }

  write(backend: string, file: GroupFile): Promise<void> {
    return this.volume.writeGroup(backend, renderGroupFile(backend, file));
  }

  remove(backend: string): Promise<void> {
    return this.volume.removeGroup(backend);
  }

  private async all(): Promise<Map<string, GroupFile>> {
    const texts = await this.volume.groups();
    return new Map([...texts].map(([backend, text]) => [backend, parseGroupFile(backend, text)]));
  }

  private pick(groups: ReadonlyMap<string, GroupFile>): Claim | undefined {
    for (const [backend, file] of groups) if (file.group === this.group) return { backend, file };
    return undefined;
  }

  private free(groups: ReadonlyMap<string, GroupFile>): string {
    const free = backendNames().find((name) => !groups.has(name));
    if (free === undefined) {
      throw new RouterError(
        "full",
        `router ${this.router} is full: it has ${BACKENDS} places for groups and preview addresses; use a second HostRouter`,
      );
    }
    return free;
  }

  private refuseTaken(groups: ReadonlyMap<string, GroupFile>, keys: readonly string[]): void {
    for (const file of groups.values()) {
      const taken = keys.find((key) => file.group !== this.group && Object.hasOwn(file.routes, key));
      if (taken === undefined) continue;
      throw new RouterError(
        "conflict",
        `listen: ${describeRoute(taken)} belongs to group ${file.group} of router ${this.router}; use another host, path or port`,
      );
    }
  }
}

export type { Claim };
export { GroupStore };
