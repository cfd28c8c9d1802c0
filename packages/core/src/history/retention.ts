import type { History } from "./history";

/** Which generations a program declares, and which of them receives the traffic. */
interface ReleasePlan {
  /** The generation that shall receive the traffic. */
  readonly target: string;
  /**
   * - `release`: the target is new;
   * - `rollback`: it is a retained generation;
   * - `unchanged`: it has the traffic already.
   */
  readonly kind: "release" | "rollback" | "unchanged";
  /** Everything to declare: the target first, then the retained ones, newest first. */
  readonly declared: readonly string[];
  /** The declared ones that have been released before: declared frozen. */
  readonly frozen: readonly string[];
}

/** Old generations that are retained when nothing is said. */
const DEFAULT_KEEP = 1;

/**
 * Decides what to declare. The generation that has the traffic now is declared only as one of the `keep` old ones:
 * where it is not, the engine deletes it, after the switch has succeeded and never before.
 */
function planRelease(history: History, target: string, keep: number): ReleasePlan {
  const released = history.released.map((entry) => entry.id);
  const kind = released[0] === target ? "unchanged" : released.includes(target) ? "rollback" : "release";
  const old = released.filter((id) => id !== target).slice(0, keep);
  return {
    target,
    kind,
    declared: [target, ...old],
    frozen: kind === "release" ? old : [target, ...old],
  };
}

export type { ReleasePlan };
export { DEFAULT_KEEP, planRelease };
