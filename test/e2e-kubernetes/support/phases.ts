/** What can be seen of a release that runs. */
export interface Seen {
  /** What the engine has printed. */
  readonly lines: readonly string[];
  /** Whether the new generation answers to new connections. */
  moved(): Promise<boolean>;
}

/** A moment of a release at which something goes away. */
export interface Phase {
  readonly name: string;
  /** Resolves when the release has come there. */
  reached(seen: Seen): Promise<boolean>;
  /** Arguments that make just this phase last long enough to be met on a busy machine. @default nothing: it lasts by itself */
  readonly args?: object;
}

const line =
  (pattern: RegExp) =>
  async ({ lines }: Seen): Promise<boolean> =>
    lines.some((one) => pattern.test(one));

/** Not tried for kills: nothing has been made yet. */
export const BEGINNING: Phase = {
  name: "before its pods are made",
  reached: line(/Generation web-\w+ (creating|created)/),
};
export const PODS: Phase = {
  name: "while its pods are made",
  reached: line(/Deployment web-\w+ (creating|created)/),
};
export const GATE: Phase = {
  name: "while its gate waits",
  reached: line(/Gate web-\w+-gate creating/),
};
export const SHIFT: Phase = {
  name: "while the traffic shifts",
  reached: async (seen) => (await line(/Switch web-switch shifting/)(seen)) || seen.moved(),
};
export const BAKE: Phase = {
  name: "while it bakes",
  reached: (seen) => seen.moved(),
  args: { bake: { for: "6 seconds" } },
};
export const DRAIN: Phase = {
  name: "while the old generation drains",
  reached: line(/Gate web-\w+-gate (deleting|draining)/),
};
export const DELETE: Phase = {
  name: "while the old generation is deleted",
  reached: line(/Deployment web-\w+ deleting/),
};

export const PHASES: readonly Phase[] = [PODS, GATE, SHIFT, BAKE, DRAIN, DELETE];
