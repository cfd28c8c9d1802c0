import type { Json } from "../canonical-json";
import type { HistoryEntry, HistoryLine } from "../history/history";
import type { AnalysisLimits } from "../swap/analysis";
import type { TrafficPlan } from "../swap/swap";
import type { Known, SessionInputs } from "./platform";
import type { PrometheusPlan } from "./prometheus";

/** How long to ask, how often, and how many good answers in a row are a proof. Milliseconds. */
interface GateTiming {
  readonly intervalMs: number;
  readonly healthyAfter: number;
  readonly timeoutMs: number;
}

/** What a release records, before the time and the commit are known. */
type ReleasedSpec = Omit<HistoryEntry, "releasedAt" | "commit">;

/** The inputs of a Gate, as its provider sees them. */
interface GateInputs extends SessionInputs {
  /** The resource's own URN: its progress lines stand on its line. (The SDK keeps the name `urn` for itself.) */
  readonly resourceUrn: string;
  readonly generation: string;
  /** Physical identity of what it proves; another one replaces the gate. */
  readonly identity: Json;
  readonly timing: GateTiming;
  readonly drainTimeoutMs: number;
  /** A service without a switch keeps its history in its gate. */
  readonly release?: ReleasedSpec;
  /** The lines before this release; only with `release`. */
  readonly log?: readonly HistoryLine[];
}

/** The analysis after a switch. */
interface BakePlan {
  readonly forMs: number;
  readonly limits: AnalysisLimits;
  readonly prometheus?: PrometheusPlan;
}

/** The inputs of a Switch, as its provider sees them. */
interface SwitchInputs extends SessionInputs {
  readonly resourceUrn: string;
  /** The generation that shall receive the traffic. */
  readonly target: string;
  /** Physical identities of all declared generations. */
  readonly declared: { readonly [generation: string]: Json };
  readonly release: ReleasedSpec;
  readonly traffic: TrafficPlan;
  readonly bake?: BakePlan;
  readonly unexpectedSplit: "refuse" | "overwrite";
  readonly timing: GateTiming;
  readonly drainTimeoutMs: number;
  readonly gracePeriodMs: number;
  readonly standby: "warm" | "cold";
  readonly pinned?: string;
  /**
   * What the state knew before the update: whatever else carries the group's labels is an orphan. Absent where the
   * state could not be read; then nothing is looked for.
   */
  readonly known?: Known;
}

export type { BakePlan, GateInputs, GateTiming, ReleasedSpec, SwitchInputs };
