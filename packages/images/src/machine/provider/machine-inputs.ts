import type { MachineConnection } from "../connection";
import type { MachineContentArgs, VariableValue } from "../content-args";

/** The inputs of the machine image's resource, as its provider sees them. */
interface MachineInputs extends MachineContentArgs {
  /** The resource's own URN: its progress lines stand on its line. */
  readonly resourceUrn: string;
  readonly name: string;
  readonly contentHash: string;
  /** Absolute. It differs between checkouts, and a change of it alone is none. */
  readonly context: string;
  readonly variables: Readonly<Record<string, VariableValue>>;
  readonly varFiles: readonly string[];
  /** Absolute sources, by place. */
  readonly extraFiles: Readonly<Record<string, string>>;
  /** Encrypted in the state. */
  readonly secretVariables: Readonly<Record<string, string>>;
  readonly connection: MachineConnection;
  readonly timeoutMs: number;
  /** Whether the program uses it, or the state only goes on naming it. @default true */
  readonly current?: boolean;
}

/** What the state keeps. */
interface MachineOutputs {
  readonly resourceUrn: string;
  readonly contentHash: string;
  readonly connection: MachineConnection;
  /** The region that the image is in. */
  readonly place: string;
  readonly imageId: string;
  readonly reused: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
}

export type { MachineInputs, MachineOutputs };
