import type { PropertyValue } from "./property-value";

/** A value with what it depends on, as programs send it to components and transforms. */
export class OutputValue {
  constructor(
    /** Absent while unknown. */
    readonly element: PropertyValue | undefined,
    readonly secret: boolean,
    readonly dependencies: readonly string[],
  ) {}
}
