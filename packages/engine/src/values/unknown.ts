/** A value that a preview cannot know yet. There is one instance, {@link UNKNOWN}. */
export class Unknown {
  readonly kind = "unknown";
}

export const UNKNOWN = new Unknown();
