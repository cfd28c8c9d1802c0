import type { PropertyMap } from "../../values";
import type { ResourceSchema } from "../schema/resource-schema";
import { BridgedRules } from "./bridged-rules";
import type { MemoryRules } from "./memory-rules";

/** An object that lives in a {@link MemoryStore}. */
export interface MemoryObject {
  readonly type: string;
  readonly id: string;
  readonly urn: string;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
}

/** One type of resource that a `MemoryProvider` plays as a bridged provider would. */
export interface MemoryType {
  readonly schema: ResourceSchema;
  /** The id of the `count`-th object, from 1. @default `<type's last word>-<count>` */
  readonly id?: (inputs: PropertyMap, count: number) => string;
  /** What the platform would fill. A computed property left out gets a made-up value of its kind. */
  readonly fill?: (inputs: PropertyMap, id: string, count: number) => PropertyMap;
  /** A property that two objects cannot share, and what the platform says when they would. */
  readonly unique?: { readonly property: string; readonly conflict: (value: string) => string };
  /** Outputs that are secret whatever the program says. */
  readonly secrets?: readonly string[];
}

export function rulesOf(type: MemoryType | MemoryRules): MemoryRules {
  return "schema" in type ? new BridgedRules(type) : type;
}
