import type { PropertyDiffKind } from "../../provider";
import type { Properties } from "./property-schema";

export interface AutoName {
  readonly property: string;
  readonly maxLength: number;
  /** Between the logical name and the random digits. @default "-" */
  readonly separator?: string;
  /** @default false */
  readonly lowercase?: boolean;
}

/** What a provider knows about one type of resource without asking the platform. */
export interface ResourceSchema {
  /** For example `docker:index/network:Network`. */
  readonly type: string;
  readonly properties: Properties;
  /** The property that gets a generated name when the program gives none. */
  readonly autoName?: AutoName;
  /** Whether a change replaces the resource although the flags of its property do not say so. */
  readonly replacesToo?: (path: string, change: PropertyDiffKind) => boolean;
  /** Every replacement deletes first. Without it, one with a name of the program's own choice does. @default false */
  readonly deleteBeforeReplace?: boolean;
  /** Written into the state, so that the real provider reads it without migrating it. */
  readonly schemaVersion?: number;
  /** Default limits in seconds, written into the state as the real provider does. */
  readonly timeouts?: { readonly create: number; readonly update: number; readonly delete: number };
}
