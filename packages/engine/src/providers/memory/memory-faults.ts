import { matchesName, type NamePattern } from "../../name-pattern";
import type { PropertyMap } from "../../values";

export type MemoryOperation =
  | "configure"
  | "check"
  | "diff"
  | "create"
  | "read"
  | "update"
  | "delete"
  | "invoke";

/** What happens instead of, or before, a call's ordinary work. */
export type MemoryFault =
  /** Takes so many milliseconds on the provider's clock, then works. */
  | { readonly kind: "slow"; readonly ms: number }
  /** Does nothing until the run is cancelled, or the resource's own timeout is over. */
  | { readonly kind: "hang" }
  /** Fails and changes nothing. */
  | { readonly kind: "fail"; readonly message: string }
  /** Does its work, then fails: the answer was lost, and with a create the object is an orphan. */
  | { readonly kind: "lost"; readonly message: string }
  /**
   * The object exists, but is not what it should be; the engine is told so (`ErrorResourceInitFailed`). For create,
   * read and update. `outputs` go over those that the object has.
   */
  | { readonly kind: "partial"; readonly message: string; readonly outputs?: PropertyMap }
  /** Works, but answers that the outputs are unknown, which no provider may outside of a preview. */
  | { readonly kind: "unknown" }
  /** Works, but answers something else: what the function makes of the right answer. */
  | { readonly kind: "answer"; readonly change: (answer: unknown) => unknown };

/** Which calls a fault is for; what is left out matches all. */
export interface FaultSelector {
  readonly operation: MemoryOperation;
  /** A resource's type, or a function's token. */
  readonly type?: string;
  /** The resource's logical name, or the beginning of it and `…`. */
  readonly name?: NamePattern;
  /** Only the n-th call that the rest matches, from 1. @default every one */
  readonly nth?: number;
}

/** The faults that a test orders, and how often each has been reached. */
export class MemoryFaults {
  private readonly orders: { readonly at: FaultSelector; readonly fault: MemoryFault; seen: number }[] = [];

  /** Orders a fault; several may hit the same call. */
  add(at: FaultSelector, fault: MemoryFault): this {
    this.orders.push({ at, fault, seen: 0 });
    return this;
  }

  /** Forgets all orders: the platform works again. */
  clear(): void {
    this.orders.length = 0;
  }

  /** The faults for one call, which is counted. */
  take(operation: MemoryOperation, type: string, urn: string): MemoryFault[] {
    const hit: MemoryFault[] = [];
    for (const order of this.orders) {
      const { at } = order;
      if (at.operation !== operation || (at.type ?? type) !== type) continue;
      if (at.name !== undefined && !matchesName(at.name, urn)) continue;
      order.seen++;
      if (at.nth === undefined || at.nth === order.seen) hit.push(order.fault);
    }
    return hit;
  }
}
