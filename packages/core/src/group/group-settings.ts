import { DURATION_EXPECTED, parseDuration } from "../duration";
import { FormatError } from "../format-error";
import { DEFAULT_KEEP } from "../history/retention";
import type { InputProblems } from "../input-problems";
import type { BakePlan } from "../provider/inputs";
import type { TrafficPlan } from "../swap/swap";
import {
  type Bake,
  DEFAULT_DRAIN_TIMEOUT,
  DEFAULT_MIN_REQUESTS,
  type GroupOnlyArgs,
  type Listen,
  MAX_KEEP,
  type Traffic,
} from "./group-args";
import { prometheusPlan } from "./prometheus-plan";

/** The group's own arguments with all defaults; times in milliseconds. */
interface GroupSettings {
  readonly listen: readonly { readonly port: number; readonly host?: string; readonly path: string }[];
  readonly traffic: TrafficPlan;
  readonly bake?: BakePlan;
  readonly drainTimeoutMs: number;
  readonly keep: number;
  readonly standby: "warm" | "cold";
  readonly preview?: { readonly port: number };
  readonly unexpectedSplit: "refuse" | "overwrite";
}

/** Checks the group's own arguments; every problem goes to `problems`, and the result counts only without any. */
function groupSettings(args: GroupOnlyArgs, problems: InputProblems): GroupSettings {
  const check = new Checks(problems);
  const bake = args.bake === undefined ? undefined : check.bake(args.bake);
  return {
    listen: check.listen(args.listen),
    traffic: check.traffic(args.traffic ?? { kind: "instant" }),
    ...(bake === undefined ? {} : { bake }),
    drainTimeoutMs: check.duration("drainTimeout", args.drainTimeout ?? DEFAULT_DRAIN_TIMEOUT),
    keep: check.integer("keep", args.keep ?? DEFAULT_KEEP, 0, MAX_KEEP),
    standby: check.oneOf("standby", args.standby ?? "warm", ["warm", "cold"]),
    ...(args.preview === undefined
      ? {}
      : { preview: { port: check.integer("preview.port", args.preview?.port, 1, 65535) } }),
    unexpectedSplit: check.oneOf("unexpectedSplit", args.unexpectedSplit ?? "refuse", [
      "refuse",
      "overwrite",
    ]),
  };
}

/** Host names as RFC 1123, section 2.1, has them; `*.` in front stands for any one label. */
const HOST = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const PATH = /^\/[^\s?#"'\\]*$/;

function expectedBy(error: unknown): string {
  return error instanceof FormatError ? error.expected : DURATION_EXPECTED;
}

class Checks {
  constructor(private readonly problems: InputProblems) {}

  listen(given: Listen | readonly Listen[] | undefined): GroupSettings["listen"] {
    const list: readonly unknown[] = Array.isArray(given) ? given : [given];
    if (given === undefined || list.length === 0) {
      this.problems.add({
        property: "listen",
        given,
        expected: "at least one { port, host?, path? }",
        fix: "for a service without an address use an ImmutableService",
      });
      return [];
    }
    return list.map((one, index) => {
      const at = (key: string) => (Array.isArray(given) ? `listen[${index}].${key}` : `listen.${key}`);
      const { port, host, path } = (one ?? {}) as Partial<Listen>;
      if (host !== undefined && !(typeof host === "string" && HOST.test(host))) {
        this.problems.add({ property: at("host"), given: host, expected: "a host name without a port" });
      }
      if (path !== undefined && !(typeof path === "string" && PATH.test(path))) {
        this.problems.add({ property: at("path"), given: path, expected: 'a path that begins with "/"' });
      }
      return {
        port: this.integer(at("port"), port, 1, 65535),
        ...(host === undefined ? {} : { host: String(host).toLowerCase() }),
        path: typeof path === "string" ? path : "/",
      };
    });
  }

  traffic(given: Traffic): TrafficPlan {
    if (given?.kind === "instant") {
      return { kind: "instant" };
    }
    if (given?.kind !== "gradual") {
      this.problems.add({
        property: "traffic",
        given,
        expected: '{ kind: "instant" } or { kind: "gradual", steps, every }',
      });
      return { kind: "instant" };
    }
    const steps: readonly unknown[] = Array.isArray(given.steps) ? given.steps : [];
    const rising = steps.every(
      (step, index) =>
        Number.isInteger(step) &&
        (step as number) > (index === 0 ? 0 : (steps[index - 1] as number)) &&
        (step as number) <= 100,
    );
    if (steps.length === 0 || !rising) {
      this.problems.add({
        property: "traffic.steps",
        given: given.steps,
        expected: "rising whole percents from 1 to 100, such as [10, 50, 100]",
      });
    }
    const whole = steps.filter((step): step is number => typeof step === "number");
    return {
      kind: "gradual",
      steps: whole[whole.length - 1] === 100 ? whole : [...whole, 100],
      everyMs: this.duration("traffic.every", given.every),
    };
  }

  bake(given: Bake): BakePlan {
    const share = (key: "maxErrorRate" | "maxErrorRateIncrease") => {
      const value = given[key];
      if (value !== undefined && !(typeof value === "number" && value >= 0 && value <= 1)) {
        this.problems.add({ property: `bake.${key}`, given: value, expected: "a share from 0 to 1" });
      }
      return value === undefined ? {} : { [key]: value };
    };
    if (given.maxP99Ratio !== undefined && !(given.maxP99Ratio >= 1)) {
      this.problems.add({
        property: "bake.maxP99Ratio",
        given: given.maxP99Ratio,
        expected: "a number of 1 or more",
      });
    }
    return {
      forMs: this.duration("bake.for", given.for),
      limits: {
        ...share("maxErrorRate"),
        ...share("maxErrorRateIncrease"),
        ...(given.maxP99 === undefined ? {} : { maxP99Ms: this.duration("bake.maxP99", given.maxP99) }),
        ...(given.maxP99Ratio === undefined ? {} : { maxP99Ratio: given.maxP99Ratio }),
        minRequests: this.integer(
          "bake.minRequests",
          given.minRequests ?? DEFAULT_MIN_REQUESTS,
          1,
          1_000_000,
        ),
      },
      ...(given.prometheus === undefined
        ? {}
        : { prometheus: prometheusPlan(given.prometheus, this.problems) }),
    };
  }

  duration(property: string, given: string): number {
    try {
      return parseDuration(given);
    } catch (error) {
      this.problems.add({ property, given, expected: expectedBy(error) });
      return 0;
    }
  }

  integer(property: string, given: number | undefined, from: number, to: number): number {
    if (!Number.isInteger(given) || (given as number) < from || (given as number) > to) {
      this.problems.add({ property, given, expected: `a whole number from ${from} to ${to}` });
      return from;
    }
    return given as number;
  }

  oneOf<T extends string>(property: string, given: T, allowed: readonly T[]): T {
    if (!allowed.includes(given)) {
      this.problems.add({ property, given, expected: allowed.map((one) => `"${one}"`).join(" or ") });
    }
    return given;
  }
}

export type { GroupSettings };
export { groupSettings };
