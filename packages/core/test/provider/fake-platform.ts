import type { Json } from "../../src/canonical-json";
import type { Progress } from "../../src/progress";
import type { GateInputs, SwitchInputs } from "../../src/provider/inputs";
import {
  type Orphan,
  type Platform,
  RouterDown,
  type Session,
  StillServing,
} from "../../src/provider/platform";
import type { Health } from "../../src/router";
import { SimulatedRouter } from "../swap/simulated-router";

/** A platform in memory that records what is done to it. */
export class FakePlatform implements Platform {
  readonly router = new SimulatedRouter({}, []);
  readonly calls: string[] = [];
  readonly running = new Set<string>();
  missingImages = new Set<string>();
  registryDown = false;
  orphans: Orphan[] = [];
  inFlight = new Map<string, number>();
  unreachable = false;
  routerDown = false;
  /** Generations whose place another identity has taken. */
  replaced = new Set<string>();
  /** Health answers still to give, one a look; afterwards the router's. */
  looks: boolean[] = [];
  /** Calls that never answer. */
  hangs = new Set<string>();
  /** For a service: nothing routes. */
  routed = true;
  /** The group has proofs of its own. */
  proofs = false;

  async open(): Promise<Session> {
    await this.answer("open");
    if (this.unreachable) {
      throw new Error("the daemon can't be reached");
    }
    if (this.routerDown) {
      throw new RouterDown("the router does not run");
    }
    const note = (call: string) => {
      this.calls.push(call);
    };
    const name = (identity: Json) => String((identity as { name?: string }).name);
    const router = this.router;
    router.inFlight = async (generation) => {
      await this.answer("inFlight");
      return this.inFlight.get(generation) ?? 0;
    };
    return {
      ...(this.routed ? { router } : {}),
      join: async (generation) => {
        await this.answer("join");
        note(`join ${generation}`);
      },
      replaced: async (generation) => this.replaced.has(generation),
      leave: async (generation) => {
        note(`leave ${generation}`);
        if ((router.live[generation] ?? 0) > 0)
          throw new StillServing(`${generation} still receives traffic`);
      },
      preview: async (generation) => note(`preview ${generation}`),
      committed: async () => note("committed"),
      stopTraffic: async () => {
        note("stop traffic");
        router.moveByHand({});
      },
      health: async (generation): Promise<Health> => {
        await this.answer("health");
        const healthy = this.looks.shift() ?? router.healthy.has(generation);
        return { healthy, ready: healthy ? 1 : 0, of: 1, detail: healthy ? "UP" : "L7STS/500" };
      },
      explain: async (identity) => {
        await this.answer("explain");
        return `container ${name(identity)}: exited, exit code 1`;
      },
      running: async (identity) => this.running.has(name(identity)),
      start: async (identity) => {
        note(`start ${name(identity)}`);
        this.running.add(name(identity));
        router.healthy.add(name(identity));
      },
      stop: async (identity) => {
        note(`stop ${name(identity)}`);
        this.running.delete(name(identity));
      },
      imageProblem: async (image) => {
        if (this.registryDown) {
          throw new Error("connection refused");
        }
        return this.missingImages.has(image) ? "no such manifest" : undefined;
      },
      orphans: async (known) => this.orphans.filter((orphan) => !known.ids.includes(orphan.id)),
      removeOrphan: async (orphan) => note(`remove ${orphan.id}`),
      ...(this.proofs
        ? {
            beforeSwitch: async (generation: string) => note(`before switch ${generation}`),
            afterSwitch: async (generation: string) => note(`after switch ${generation}`),
          }
        : {}),
      close: async () => undefined,
    };
  }

  private async answer(call: string): Promise<void> {
    if (this.hangs.has(call)) await new Promise(() => undefined);
  }
}

/** Progress that is remembered. */
export class Said implements Progress {
  readonly steps: string[] = [];
  readonly infos: string[] = [];
  readonly warnings: string[] = [];
  step = (message: string) => void this.steps.push(message);
  info = (message: string) => void this.infos.push(message);
  warn = (message: string) => void this.warnings.push(message);
  flush = async () => undefined;
}

export const group = { project: "p", stack: "s", group: "web", owner: "0123456789abcdef" };
const timing = { intervalMs: 1_000, healthyAfter: 3, timeoutMs: 10_000 };

export function gateInputs(generation: string, more: Partial<GateInputs> = {}): GateInputs {
  return {
    resourceUrn: "urn:gate",
    connection: {},
    group,
    route: {},
    generation,
    identity: { name: generation },
    timing,
    drainTimeoutMs: 5_000,
    ...more,
  };
}

export function switchInputs(
  target: string,
  others: readonly string[],
  more: Partial<SwitchInputs> = {},
): SwitchInputs {
  return {
    resourceUrn: "urn:switch",
    connection: {},
    group,
    route: {},
    target,
    declared: Object.fromEntries([target, ...others].map((id) => [id, { name: id }])),
    release: {
      id: target,
      spec: {} as never,
      shape: [],
      image: `image-${target}`,
      identity: { name: target },
    },
    traffic: { kind: "instant" },
    unexpectedSplit: "refuse",
    timing,
    drainTimeoutMs: 5_000,
    gracePeriodMs: 1_000,
    standby: "warm",
    known: { ids: [], generations: [] },
    ...more,
  };
}
