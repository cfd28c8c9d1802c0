import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Split } from "../router";

/** What a simulated router knows of one group. */
interface SimulatedGroup {
  /** Generations that it knows, with or without traffic. */
  readonly attached: readonly string[];
  readonly unhealthy: readonly string[];
  /** Generations that were stopped. */
  readonly stopped: readonly string[];
  readonly live: Split;
  readonly written: Split;
}

/** A platform that does not exist: one JSON file, shared by the processes of an update. */
interface Simulation {
  readonly groups: Readonly<Record<string, SimulatedGroup>>;
  /** Told by a test: the next generation that joins is unhealthy. */
  readonly nextIsUnhealthy?: boolean;
  /** Splits in the order in which they came into force, newest last. */
  readonly log: readonly { readonly group: string; readonly split: Split }[];
}

/** A Docker host, or a kubeconfig, of this form is simulated: `simulated:///path/of/a/file.json`. */
const SIMULATED = "simulated://";

const NOTHING: Simulation = { groups: {}, log: [] };
const NO_GROUP: SimulatedGroup = { attached: [], unhealthy: [], stopped: [], live: {}, written: {} };

/** The file behind a simulated platform. */
class SimulationFile {
  constructor(private readonly path: string) {}

  read(): Simulation {
    try {
      return JSON.parse(readFileSync(this.path, "utf8"));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") {
        return NOTHING;
      }
      throw error;
    }
  }

  group(name: string): SimulatedGroup {
    return this.read().groups[name] ?? NO_GROUP;
  }

  /** Changes one group; whole or not at all, also when the process is killed. */
  change(name: string, change: (group: SimulatedGroup, all: Simulation) => Partial<SimulatedGroup>): void {
    const all = this.read();
    const before = all.groups[name] ?? NO_GROUP;
    const after = { ...before, ...change(before, all) };
    const moved = JSON.stringify(before.live) !== JSON.stringify(after.live);
    this.write({
      ...all,
      groups: { ...all.groups, [name]: after },
      log: moved ? [...all.log, { group: name, split: after.live }] : all.log,
    });
  }

  write(simulation: Simulation): void {
    const temporary = `${this.path}.${process.pid}`;
    writeFileSync(temporary, JSON.stringify(simulation, undefined, 2));
    renameSync(temporary, this.path);
  }
}

/** The file of a simulated platform; undefined for a real one. */
function simulationFile(place: string | undefined): SimulationFile | undefined {
  return place?.startsWith(SIMULATED) ? new SimulationFile(place.slice(SIMULATED.length)) : undefined;
}

export type { SimulatedGroup, Simulation };
export { SIMULATED, SimulationFile, simulationFile };
