import type { Split } from "../router";

/**
 * How far a swap came before it failed.
 * - `refused`: nothing was shifted, because something forbade it;
 * - `unmoved`: the router would not shift, and the traffic is seen to be where it was;
 * - `reverted`: the traffic moved, and is seen to be back where it was;
 * - `ambiguous`: where the traffic is could not be settled; the next update must look again.
 */
type SwapFailure = "refused" | "unmoved" | "reverted" | "ambiguous";

/** A swap that did not commit. */
class SwapError extends Error {
  constructor(
    readonly failure: SwapFailure,
    message: string,
    /** Where the traffic was seen last; undefined when it could not be read. */
    readonly live?: Split,
  ) {
    super(message);
    this.name = "SwapError";
  }
}

export type { SwapFailure };
export { SwapError };
