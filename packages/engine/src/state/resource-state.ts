import type { PropertyMap, PropertyValue } from "../values";

/** Seconds; 0 where the program gives none. */
export interface CustomTimeouts {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly read: number;
}

export const HOOK_KINDS = [
  "BeforeCreate",
  "AfterCreate",
  "BeforeUpdate",
  "AfterUpdate",
  "BeforeDelete",
  "AfterDelete",
  "OnError",
] as const;
export type HookKind = (typeof HOOK_KINDS)[number];
export type HookNames = Readonly<Partial<Record<HookKind, readonly string[]>>>;

/**
 * One resource as the state holds it. Several may share a URN: at most one live one, and any number that wait for
 * their deletion. Change one through {@link change} only.
 */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  /** Replaced, but not deleted yet. */
  readonly delete: boolean;
  /** Empty for components and before the creation. */
  readonly id: string;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap | undefined;
  /** Empty for a root. */
  readonly parent: string;
  readonly protect: boolean;
  /** Read, not managed. */
  readonly external: boolean;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** Why the last creation or update was not complete. */
  readonly initErrors: readonly string[];
  /** `urn::id`; empty for components and providers. */
  readonly provider: string;
  /** Deleted before its replacement, which is still to be created. */
  readonly pendingReplacement: boolean;
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly string[];
  readonly customTimeouts: CustomTimeouts;
  readonly importId: string;
  readonly retainOnDelete: boolean;
  readonly deletedWith: string;
  readonly replaceWith: readonly string[];
  readonly replacementTrigger: PropertyValue;
  /** RFC 3339. */
  readonly created?: string;
  /** RFC 3339. */
  readonly modified?: string;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly hooks: HookNames;
  readonly refreshBeforeUpdate: boolean;
  /** Fields of the checkpoint that this engine does not use and hands on. */
  readonly rest: Readonly<Record<string, unknown>>;
}

export const NO_TIMEOUTS: CustomTimeouts = { create: 0, update: 0, delete: 0, read: 0 };

/** A state from its parts; what is left out is empty. */
export function newState(
  parts: Partial<ResourceState> & Pick<ResourceState, "urn" | "type" | "custom">,
): ResourceState {
  return {
    delete: false,
    id: "",
    inputs: {},
    outputs: undefined,
    parent: "",
    protect: false,
    external: false,
    dependencies: [],
    propertyDependencies: {},
    initErrors: [],
    provider: "",
    pendingReplacement: false,
    additionalSecretOutputs: [],
    aliases: [],
    customTimeouts: NO_TIMEOUTS,
    importId: "",
    retainOnDelete: false,
    deletedWith: "",
    replaceWith: [],
    replacementTrigger: null,
    ignoreChanges: [],
    replaceOnChanges: [],
    hooks: {},
    refreshBeforeUpdate: false,
    rest: {},
    ...parts,
  };
}

const versions = new WeakMap<ResourceState, number>();

/** Changes a state in place; whatever was derived from it is then out of date (see {@link stateVersion}). */
export function change(state: ResourceState, parts: Partial<ResourceState>): void {
  Object.assign(state, parts);
  versions.set(state, stateVersion(state) + 1);
}

/** Grows with every {@link change}. */
export function stateVersion(state: ResourceState): number {
  return versions.get(state) ?? 0;
}
