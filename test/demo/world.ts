import type { LoadLog } from "../load/log-format";
import type { Changes } from "./changes";

/** What the example's program is configured with: all that changes between two releases. */
export interface Settings {
  /** Which version of the service. `v3` answers its health check with 503. */
  readonly app: "v1" | "v2" | "v3";
  /** An environment variable. */
  readonly logLevel: string;
  /** A secret. */
  readonly databaseUrl: string;
}

/** What came of one run of the engine. */
export interface Update extends Changes {
  readonly seconds: number;
  /** Why it failed. */
  readonly error?: string;
}

export type OnLine = (line: string) => void;

/** Where the demo takes place: real containers on a Docker host, or a simulated one. */
export interface World {
  /** `pulumi 3.x` or `embedded`. */
  readonly engine: string;
  up(settings: Settings, onLine: OnLine): Promise<Update>;
  destroy(onLine: OnLine): Promise<Update>;
  /** Who answers at the stable address. */
  servedBy(): Promise<string>;
  /** Starts sending requests to the stable address. */
  startLoad(): Promise<void>;
  /** Waits until many more requests have been answered. */
  moreLoad(): Promise<void>;
  stopLoad(): Promise<LoadLog>;
  /** What is left on the machine after the stack has been destroyed. */
  leftovers(): Promise<readonly string[]>;
}

/** Names who answered, from the body of the answer: `v1 (3f2a91c0)`, the version and its generation. */
export function whoAnswered(body: string): string {
  try {
    const { version, generation } = JSON.parse(body) as { version?: string; generation?: string };
    return `${version} (${generation})`;
  } catch {
    return "somebody else";
  }
}
