import type { PropertyValue } from "./property-value";

/** A value that is encrypted in the state and masked in every message. */
export class Secret {
  constructor(readonly element: PropertyValue) {}
}
