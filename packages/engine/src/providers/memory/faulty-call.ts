import type { Clock } from "../../clock";
import type { PartialFailure } from "../../partial-failure";
import { formatGoDuration } from "./go-duration-text";
import type { MemoryFault } from "./memory-faults";

/** A call with the faults that were ordered for it. */
export interface FaultyCall<T> {
  readonly faults: readonly MemoryFault[];
  readonly clock: Clock;
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal;
  /** Seconds that the program allows; absent when it sets no limit. */
  readonly timeout?: number;
  work(): Promise<T>;
  /** What a fault "partial" throws. */
  partial?(fault: MemoryFault & { kind: "partial" }, result: T): PartialFailure;
  /** What a fault "unknown" answers. */
  unknown?(result: T): T;
}

/** Does a call's work as its faults have it. @throws Error when one of them makes it fail */
export async function faultyCall<T>(call: FaultyCall<T>): Promise<T> {
  const first = <K extends MemoryFault["kind"]>(kind: K) =>
    call.faults.find((fault): fault is MemoryFault & { kind: K } => fault.kind === kind);
  await delay(call);
  const failed = first("fail");
  if (failed) throw new Error(failed.message);
  let result: T = await call.work();
  const lost = first("lost");
  if (lost) throw new Error(lost.message);
  const half = first("partial");
  if (half) throw call.partial?.(half, result) ?? new Error(half.message);
  if (first("unknown") && call.unknown) result = call.unknown(result);
  const other = first("answer");
  return other ? (other.change(result) as T) : result;
}

async function delay<T>({ faults, clock, signal, timeout }: FaultyCall<T>): Promise<void> {
  const slow = faults.reduce((sum, fault) => sum + (fault.kind === "slow" ? fault.ms : 0), 0);
  const hangs = faults.some(({ kind }) => kind === "hang");
  if (slow === 0 && !hangs) return;
  const limit = timeout === undefined ? Number.POSITIVE_INFINITY : timeout * 1000;
  const needed = hangs ? Number.POSITIVE_INFINITY : slow;
  const wait = Math.min(needed, limit);
  if (wait === Number.POSITIVE_INFINITY) await aborted(signal);
  else await clock.sleep(wait, signal);
  signal.throwIfAborted();
  if (needed > limit) {
    throw new Error(
      `timeout while waiting for the resource to be ready (timeout: ${formatGoDuration(limit)})`,
    );
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
