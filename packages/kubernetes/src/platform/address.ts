import type { Split } from "@anew/core";

/** Where the traffic of a group comes in: a Service or an HTTPRoute, which the switch alone writes. */
interface Address {
  read(): Promise<Split>;
  /** The split that the switch wrote last; undefined where it never wrote. */
  written(): Promise<Split | undefined>;
  /** Writes a split in one step, then waits a while until the cluster has followed. */
  shift(split: Split): Promise<void>;
  /** How many ways lead new requests to a generation; 0 when none does. */
  waysTo(generation: string): Promise<number>;
  /** Makes a generation known, without traffic. */
  join(generation: string): Promise<void>;
  /** Forgets a generation that has no traffic. */
  leave(generation: string): Promise<void>;
}

/** The annotation that keeps what the switch wrote last, to tell a cut-off release from a change by hand. */
const WRITTEN = "dev.anew.written";

/** How long the cluster may take to follow, milliseconds. */
const FOLLOW_TIMEOUT_MS = 10_000;
/** Pause between two looks whether it has. */
const FOLLOW_LOOK_MS = 50;

/** Reads the annotation; undefined where it is missing or nothing that was written by this. */
function parseWritten(annotations: Readonly<Record<string, string>> | undefined): Split | undefined {
  const text = annotations?.[WRITTEN];
  if (text === undefined) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    const isSplit =
      typeof value === "object" &&
      value !== null &&
      Object.values(value).every((share) => typeof share === "number");
    return isSplit ? (value as Split) : undefined;
  } catch {
    return undefined;
  }
}

export type { Address };
export { FOLLOW_LOOK_MS, FOLLOW_TIMEOUT_MS, parseWritten, WRITTEN };
