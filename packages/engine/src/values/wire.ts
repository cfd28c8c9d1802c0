import { urnName, urnType } from "../urn";
import { Archive } from "./archive";
import { Asset } from "./asset";
import { ByteString } from "./byte-string";
import { isList, isMap, setProperty } from "./kinds";
import { OutputValue } from "./output-value";
import type { PropertyMap, PropertyValue } from "./property-value";
import { ResourceReference } from "./resource-reference";
import { Secret } from "./secret";
import { UNKNOWN, Unknown } from "./unknown";

/** The key that marks a special value in Pulumi's wire and state formats, and the marks. */
export const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
export const SIGNATURES = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  bytes: "803fd3297a5875dc03ca845dda5d2a98",
} as const;

/** What stands for an unknown value on the wire and in a preview's state. */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWN_TEXTS = new Set([
  UNKNOWN_TEXT,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Plain JSON, as a `google.protobuf.Struct` carries it. */
export type WireValue = null | boolean | number | string | WireValue[] | { [key: string]: WireValue };
export type WireMap = { [key: string]: WireValue };

/** What the receiver understands; what it doesn't is sent as the plain value. */
export interface WireOptions {
  /** @default false */
  readonly secrets?: boolean;
  /** @default false: references are sent as the id, or the URN where there is none */
  readonly resources?: boolean;
  /** @default false: output values are sent as secret, unknown or plain ones */
  readonly outputs?: boolean;
  /** Whether unknown values are sent; left out otherwise. @default false */
  readonly unknowns?: boolean;
  /** Whether assets and archives are sent as their hash alone. @default false */
  readonly hashesOnly?: boolean;
}

/** Encodes a map for the wire. */
export function toWire(map: PropertyMap, options: WireOptions): WireMap {
  const result: WireMap = {};
  for (const key of Object.keys(map)) {
    const value = map[key] === undefined ? undefined : valueToWire(map[key], options);
    if (value !== undefined) setProperty(result, key, value);
  }
  return result;
}

/** Encodes one value; undefined for an unknown that the receiver is not to see. */
export function valueToWire(value: PropertyValue, options: WireOptions): WireValue | undefined {
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) {
    return value.map((item) => valueToWire(item, options)).filter((item) => item !== undefined);
  }
  if (value instanceof Secret) {
    const element = valueToWire(value.element, options);
    if (!options.secrets || element === undefined) return element;
    return { [SIGNATURE_KEY]: SIGNATURES.secret, value: element };
  }
  if (value instanceof Unknown) return options.unknowns ? UNKNOWN_TEXT : undefined;
  if (value instanceof Asset) return assetToWire(value, options);
  if (value instanceof Archive) return archiveToWire(value, options);
  if (value instanceof ResourceReference) return referenceToWire(value, options);
  if (value instanceof OutputValue) return outputToWire(value, options);
  if (value instanceof ByteString) return { [SIGNATURE_KEY]: SIGNATURES.bytes, value: value.base64 };
  if (isMap(value)) return toWire(value, options);
  throw new TypeError(`no property value: ${String(value)}`);
}

function assetToWire(asset: Asset, { hashesOnly }: WireOptions): WireMap {
  const { text, path, uri, hash } = asset.content;
  const result: WireMap = { [SIGNATURE_KEY]: SIGNATURES.asset };
  // Empty parts are not written, an empty text neither; the order is that of the wire.
  if (hash) result.hash = hash;
  if (hashesOnly) return result;
  if (path) result.path = path;
  if (text) result.text = text;
  if (uri) result.uri = uri;
  return result;
}

function archiveToWire(archive: Archive, options: WireOptions): WireMap {
  const { assets, path, uri, hash } = archive.content;
  const result: WireMap = { [SIGNATURE_KEY]: SIGNATURES.archive };
  if (assets && !options.hashesOnly) {
    const members: WireMap = {};
    for (const name of Object.keys(assets)) setProperty(members, name, valueToWire(assets[name]!, options)!);
    result.assets = members;
  }
  if (hash) result.hash = hash;
  if (options.hashesOnly) return result;
  if (path) result.path = path;
  if (uri) result.uri = uri;
  return result;
}

function referenceToWire(reference: ResourceReference, options: WireOptions): WireValue {
  const id = reference.id instanceof Unknown ? UNKNOWN_TEXT : reference.id;
  if (!options.resources) return id ?? reference.urn;
  return {
    [SIGNATURE_KEY]: SIGNATURES.resource,
    urn: reference.urn,
    name: urnName(reference.urn),
    type: urnType(reference.urn),
    ...(id === undefined ? {} : { id: reference.id instanceof Unknown ? "" : id }),
    ...(reference.packageVersion ? { packageVersion: reference.packageVersion } : {}),
  };
}

function outputToWire(output: OutputValue, options: WireOptions): WireValue | undefined {
  if (!options.outputs) {
    const element = output.element === undefined ? UNKNOWN : output.element;
    return valueToWire(output.secret ? new Secret(element) : element, options);
  }
  const element = output.element === undefined ? undefined : valueToWire(output.element, options);
  return {
    [SIGNATURE_KEY]: SIGNATURES.output,
    ...(element === undefined ? {} : { value: element }),
    ...(output.secret ? { secret: true } : {}),
    ...(output.dependencies.length > 0 ? { dependencies: [...output.dependencies] } : {}),
  };
}

/** Decodes a map from the wire. @throws Error on a special value of an unknown kind */
export function fromWire(map: WireMap): PropertyMap {
  const result: Record<string, PropertyValue> = {};
  for (const key of Object.keys(map)) setProperty(result, key, valueFromWire(map[key]!));
  return result;
}

/** Decodes one value. */
export function valueFromWire(value: WireValue): PropertyValue {
  if (typeof value === "string") return UNKNOWN_TEXTS.has(value) ? UNKNOWN : value;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(valueFromWire);
  const signature = value[SIGNATURE_KEY];
  if (signature === undefined) return fromWire(value);
  switch (signature) {
    case SIGNATURES.secret:
      if (value.value === undefined) throw new Error("a secret on the wire holds no value");
      return new Secret(valueFromWire(value.value));
    case SIGNATURES.asset:
      return new Asset(filled(value, ["text", "path", "uri", "hash"]));
    case SIGNATURES.archive:
      return archiveFromWire(value);
    case SIGNATURES.resource:
      return referenceFromWire(value);
    case SIGNATURES.bytes:
      if (typeof value.value !== "string") throw new Error("a byte string on the wire holds no value");
      return new ByteString(value.value);
    case SIGNATURES.output:
      return new OutputValue(
        value.value === undefined ? undefined : knownOrUndefined(valueFromWire(value.value)),
        value.secret === true,
        Array.isArray(value.dependencies) ? value.dependencies.map(String) : [],
      );
    default:
      throw new Error(`a value with the unrecognized signature "${String(signature)}"`);
  }
}

function knownOrUndefined(value: PropertyValue): PropertyValue | undefined {
  return value instanceof Unknown ? undefined : value;
}

function filled(value: WireMap, keys: readonly string[]): Record<string, string> {
  const entries = keys.filter(
    (key) => typeof value[key] === "string" && (key === "text" || value[key] !== ""),
  );
  return Object.fromEntries(entries.map((key) => [key, value[key] as string]));
}

function archiveFromWire(value: WireMap): Archive {
  // One kind of content counts: the path, else the URI, else the members, of which there may be none.
  const { path, uri, hash } = filled(value, ["path", "uri", "hash"]);
  const known = hash === undefined ? {} : { hash };
  if (path) return new Archive({ path, ...known });
  if (uri) return new Archive({ uri, ...known });
  const assets = fromWire((value.assets ?? {}) as WireMap);
  for (const [name, member] of Object.entries(assets)) {
    if (member instanceof Asset || member instanceof Archive) continue;
    throw new Error(`archive member '${name}' is not an asset or archive`);
  }
  return new Archive({ assets: assets as Record<string, Asset | Archive>, ...known });
}

function referenceFromWire(value: WireMap): ResourceReference {
  const { urn, id, packageVersion } = value;
  if (typeof urn !== "string") throw new Error("a resource reference on the wire holds no URN");
  const resourceId =
    id === undefined ? undefined : id === "" || UNKNOWN_TEXTS.has(id as string) ? UNKNOWN : (id as string);
  return new ResourceReference(urn, resourceId, (packageVersion as string | undefined) ?? "");
}
