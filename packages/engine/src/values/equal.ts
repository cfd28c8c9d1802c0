import { Archive } from "./archive";
import { Asset } from "./asset";
import { ByteString } from "./byte-string";
import { isMap } from "./kinds";
import { OutputValue } from "./output-value";
import type { PropertyValue } from "./property-value";
import { ResourceReference } from "./resource-reference";
import { Secret } from "./secret";
import { Unknown } from "./unknown";

/**
 * Deep equality as the engine means it: assets and archives by their hash, a missing or null property of an object
 * equal to an absent one, a secret equal only to a secret of the same value (see {@link sameApartFromSecrets}).
 */
export function equal(a: PropertyValue, b: PropertyValue): boolean {
  if (a === b) return true;
  if (a instanceof Secret) return b instanceof Secret && equal(a.element, b.element);
  if (a instanceof Unknown) return b instanceof Unknown;
  if (a instanceof Asset) return b instanceof Asset && sameContent(a.content, b.content);
  if (a instanceof Archive) return b instanceof Archive && sameContent(a.content, b.content);
  if (a instanceof ByteString) return b instanceof ByteString && a.base64 === b.base64;
  if (a instanceof ResourceReference) {
    return b instanceof ResourceReference && a.urn === b.urn && sameId(a.id, b.id);
  }
  if (a instanceof OutputValue) {
    if (!(b instanceof OutputValue) || a.secret !== b.secret) return false;
    if (a.element === undefined || b.element === undefined) return a.element === b.element;
    return equal(a.element, b.element);
  }
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => equal(item, b[index]));
  }
  if (isMap(a) && isMap(b)) {
    for (const key of Object.keys(a)) if (!equal(a[key]!, b[key] ?? null)) return false;
    for (const key of Object.keys(b)) if (b[key] !== null && a[key] === undefined) return false;
    return true;
  }
  return false;
}

function sameId(a: string | Unknown | undefined, b: string | Unknown | undefined): boolean {
  // An id that is not known yet may become any id, so it is taken as the same.
  return a === b || a instanceof Unknown || b instanceof Unknown;
}

function sameContent(a: Asset["content"] & object, b: Asset["content"] & object): boolean {
  if (a.hash && b.hash) return a.hash === b.hash;
  return JSON.stringify(a) === JSON.stringify(b);
}
