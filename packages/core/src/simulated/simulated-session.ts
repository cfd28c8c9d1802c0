import type { Json } from "../canonical-json";
import type { Orphan, Session, SessionInputs } from "../provider/platform";
import type { Health, Router, Split, TrafficSample } from "../router";
import type { SimulationFile } from "./simulation";

/** How a simulated platform differs from another. */
interface Simulated {
  /** What of an identity can be stopped and started. */
  readonly parts: (identity: Json) => readonly string[];
  /** Why a generation is unhealthy. */
  readonly explanation: string;
}

/** A platform that exists in a file only: for a first look without one, and for fast tests. */
class SimulatedSession implements Session {
  readonly router?: Router;
  private readonly group: string;

  constructor(
    private readonly file: SimulationFile,
    { group, route }: Pick<SessionInputs, "group" | "route">,
    private readonly simulated: Simulated,
  ) {
    this.group = `${group.project}/${group.stack}/${group.group}`;
    if (route !== null) {
      this.router = simulatedRouter(file, this.group);
    }
  }

  async join(generation: string): Promise<void> {
    this.file.change(this.group, (group, all) => ({
      attached: [...new Set([...group.attached, generation])],
      unhealthy:
        all.nextIsUnhealthy && !group.attached.includes(generation)
          ? [...group.unhealthy, generation]
          : group.unhealthy,
    }));
  }

  async replaced(): Promise<boolean> {
    return false;
  }

  async leave(generation: string): Promise<void> {
    const without = (list: readonly string[]) => list.filter((one) => one !== generation);
    this.file.change(this.group, (group) => ({
      attached: without(group.attached),
      unhealthy: without(group.unhealthy),
    }));
  }

  async preview(): Promise<void> {}

  async committed(): Promise<void> {}

  async stopTraffic(): Promise<void> {
    this.file.change(this.group, () => ({ live: {}, written: {} }));
  }

  async health(generation: string): Promise<Health> {
    return healthOf(this.file, this.group, generation);
  }

  async explain(): Promise<string> {
    return this.simulated.explanation;
  }

  async running(identity: Json): Promise<boolean> {
    const { stopped } = this.file.group(this.group);
    return this.simulated.parts(identity).every((part) => !stopped.includes(part));
  }

  async start(identity: Json): Promise<void> {
    const parts = this.simulated.parts(identity);
    this.file.change(this.group, ({ stopped }) => ({
      stopped: stopped.filter((part) => !parts.includes(part)),
    }));
  }

  async stop(identity: Json): Promise<void> {
    const parts = this.simulated.parts(identity);
    this.file.change(this.group, ({ stopped }) => ({ stopped: [...new Set([...stopped, ...parts])] }));
  }

  async imageProblem(): Promise<string | undefined> {
    return undefined;
  }

  async orphans(): Promise<Orphan[]> {
    return [];
  }

  async removeOrphan(): Promise<void> {}

  /** What is asked inside of a cluster has nothing to tell: a Prometheus without a single series. */
  async fetch({ hostname }: URL): Promise<{ status: number; body: string } | undefined> {
    const data = { resultType: "vector", result: [] };
    return /\.svc(\.|$)/.test(hostname)
      ? { status: 200, body: JSON.stringify({ status: "success", data }) }
      : undefined;
  }

  async close(): Promise<void> {}
}

function healthOf(file: SimulationFile, name: string, generation: string): Health {
  const group = file.group(name);
  const healthy = !group.unhealthy.includes(generation);
  return { healthy, ready: healthy ? 1 : 0, of: 1, detail: healthy ? "simulated UP" : "simulated 500" };
}

function simulatedRouter(file: SimulationFile, name: string): Router {
  return {
    read: async () => file.group(name).live,
    written: async () => file.group(name).written,
    shift: async (split: Split) => file.change(name, () => ({ live: split, written: split })),
    health: async (generation) => healthOf(file, name, generation),
    inFlight: async () => 0,
    sample: async (): Promise<TrafficSample> => ({ requests: 0, failures: 0, latenciesMs: [] }),
  };
}

export type { Simulated };
export { SimulatedSession };
