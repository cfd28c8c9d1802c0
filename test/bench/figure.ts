import type { Cluster } from "../cluster";
import type { DockerEngine } from "../setup";

/** One figure of the bench, with the peer that it is compared with. */
export interface Figure {
  readonly name: string;
  readonly unit: "ms" | "s" | "MB" | "MB/s" | "requests";
  readonly measured: Sample;
  readonly peer?: { readonly name: string; readonly measured: Sample };
  /** What the project wants; a bench that misses it ends with an error. */
  readonly wanted?: Target;
}

/** The most that a median may be: in the figure's unit, beyond the peer's, or as its multiple. */
export interface Target {
  readonly most: number;
  /** @default "the value" */
  readonly of?: "the value" | "the value beyond the peer's" | "the ratio";
}

/** Several runs of one measurement. */
export interface Sample {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly runs: number;
}

/** A part of the bench. */
export interface Bench {
  readonly name: string;
  run(context: BenchContext): Promise<readonly Figure[]>;
}

export interface BenchContext {
  /** Tells what it is at. */
  say(message: string): void;
  /** The Docker daemon, one for all parts. */
  docker(): Promise<DockerEngine>;
  /** A throwaway Kubernetes, one for all parts; undefined where there can be none, after it has said why. */
  cluster(): Promise<Cluster | undefined>;
}

export function sample(values: readonly number[]): Sample {
  if (values.length === 0) throw new RangeError("a sample needs at least one value");
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] as number;
  const middle = sorted.length / 2;
  const median = sorted.length % 2 === 1 ? at(Math.floor(middle)) : (at(middle - 1) + at(middle)) / 2;
  return { median, low: at(0), high: at(sorted.length - 1), runs: sorted.length };
}

/** How the medians relate; undefined without a peer, or with one that is 0. */
export function ratioOf({ measured, peer }: Figure): number | undefined {
  return peer === undefined || peer.measured.median === 0
    ? undefined
    : measured.median / peer.measured.median;
}

/** Whether a figure is worse than wanted; a target that cannot be measured, for want of a peer, is missed too. */
export function isMissed(figure: Figure): boolean {
  const { measured, peer, wanted } = figure;
  if (wanted === undefined) return false;
  const values = {
    "the value": measured.median,
    "the value beyond the peer's": peer && measured.median - peer.measured.median,
    "the ratio": ratioOf(figure),
  };
  const value = values[wanted.of ?? "the value"];
  return !(value !== undefined && value <= wanted.most);
}
