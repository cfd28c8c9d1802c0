import type { Unknown } from "./unknown";

/** A whole resource used as a value. */
export class ResourceReference {
  constructor(
    readonly urn: string,
    /** Absent for components. */
    readonly id?: string | Unknown,
    readonly packageVersion: string = "",
  ) {}
}
