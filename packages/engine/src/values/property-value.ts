import type { Archive } from "./archive";
import type { Asset } from "./asset";
import type { ByteString } from "./byte-string";
import type { OutputValue } from "./output-value";
import type { ResourceReference } from "./resource-reference";
import type { Secret } from "./secret";
import type { Unknown } from "./unknown";

/** One property value: plain JSON, or one of the special values that the protocol knows. */
export type PropertyValue =
  | null
  | boolean
  | number
  | string
  | readonly PropertyValue[]
  | PropertyMap
  | Secret
  | Unknown
  | Asset
  | Archive
  | ByteString
  | ResourceReference
  | OutputValue;

/** A resource's inputs or outputs by property name. */
export interface PropertyMap {
  readonly [key: string]: PropertyValue;
}
