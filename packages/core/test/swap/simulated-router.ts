import type { Health, Router, Split, TrafficSample } from "../../src/router";

/** What goes wrong with one call. */
export type Fault =
  | "none"
  /** Fails before anything happens. */
  | "fail"
  /** Does it, then says that it failed. */
  | "failAfter"
  /** A shift: says that it did it, and did not. */
  | "lie"
  /** A read: tells a split that is not in force; but never twice in a row. */
  | "lieRead"
  /** A look at the health: tells the opposite. */
  | "lieHealth"
  /** Does nothing and never answers. */
  | "hang"
  /** Does it and never answers. */
  | "hangAfter";

/** The router stopped answering for good: the process that asked is gone. */
export class Crash {}

/** A router in memory that fails, lies, hangs or loses its caller at chosen calls. */
export class SimulatedRouter implements Router {
  live: Split;
  /** Every split that was ever in force, in order. */
  readonly splits: Split[] = [];
  readonly calls: string[] = [];
  healthy = new Set<string>();
  faults: readonly Fault[] = [];
  /** The call at which the caller is gone; undefined for never. */
  crashAt: number | undefined;
  samples = new Map<string, TrafficSample>();
  /** Whether a generation is healthy at a time; where it is not given, by `healthy`. */
  healthAt: ((generation: string) => boolean) | undefined;
  /** What a lying read tells. */
  lie: Split = {};
  /** Reads that have lied. */
  lies = 0;
  private lastReadLied = false;
  private count = 0;
  private lastWritten: Split | undefined;

  constructor(live: Split, healthy: readonly string[]) {
    this.live = live;
    this.splits.push(live);
    this.lastWritten = live;
    this.healthy = new Set(healthy);
  }

  read(): Promise<Split> {
    return this.call("read", () => this.live);
  }

  shift(split: Split): Promise<void> {
    return this.call(`shift ${JSON.stringify(split)}`, () => {
      this.live = split;
      this.lastWritten = split;
      this.splits.push(split);
    });
  }

  health(generation: string): Promise<Health> {
    return this.call(`health ${generation}`, () => {
      const healthy = this.healthAt?.(generation) ?? this.healthy.has(generation);
      return { healthy, ready: healthy ? 1 : 0, of: 1, detail: healthy ? "UP" : "DOWN" };
    });
  }

  inFlight(generation: string): Promise<number | undefined> {
    return this.call(`inFlight ${generation}`, () => 0);
  }

  sample(generation: string): Promise<TrafficSample> {
    return this.call(
      `sample ${generation}`,
      () => this.samples.get(generation) ?? { requests: 0, failures: 0, latenciesMs: [] },
    );
  }

  written(): Promise<Split | undefined> {
    return this.call("written", () => this.lastWritten);
  }

  /** Another update asks it: its calls count from the first again. */
  restart(faults: readonly Fault[], crashAt: number | undefined): void {
    this.faults = faults;
    this.crashAt = crashAt;
    this.count = 0;
  }

  /** Somebody else moves the traffic. */
  moveByHand(split: Split): void {
    this.live = split;
    this.splits.push(split);
  }

  private async call<T>(name: string, act: () => T): Promise<T> {
    const number = this.count++;
    this.calls.push(name);
    if (this.crashAt !== undefined && number >= this.crashAt) {
      return new Promise<T>(() => undefined);
    }
    const fault = this.faults[number] ?? "none";
    const lies = fault === "lieRead" && name === "read" && !this.lastReadLied;
    if (name === "read") this.lastReadLied = lies;
    if (lies) {
      this.lies += 1;
      return this.lie as T;
    }
    switch (fault) {
      case "fail":
        throw new Error("the router failed");
      case "failAfter":
        act();
        throw new Error("the router failed");
      case "lie": {
        if (name.startsWith("shift")) {
          return undefined as T;
        }
        return act();
      }
      case "lieHealth": {
        const told = act();
        return name.startsWith("health") ? ({ ...told, healthy: !(told as Health).healthy } as T) : told;
      }
      case "hang":
        return new Promise<T>(() => undefined);
      case "hangAfter":
        act();
        return new Promise<T>(() => undefined);
      default:
        return act();
    }
  }
}
