import type { PropertyMap } from "./values";

/**
 * The resource exists, but it did not become what it should: the new state is recorded together with the reasons, and
 * the next update tries again. Mirrors `pulumirpc.ErrorResourceInitFailed`.
 */
export class PartialFailure extends Error {
  constructor(
    message: string,
    readonly id: string,
    readonly outputs: PropertyMap,
    readonly reasons: readonly string[],
    /** The inputs to record; the ones that were asked for when absent. */
    readonly inputs?: PropertyMap,
  ) {
    super(message);
    this.name = "PartialFailure";
  }
}
