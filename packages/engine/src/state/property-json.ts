import {
  formatPath,
  isList,
  isMap,
  OutputValue,
  type PropertyMap,
  type PropertyPath,
  type PropertyValue,
  ResourceReference,
  Secret,
  setProperty,
  withoutOutputValues,
} from "../values";
import {
  SIGNATURE_KEY,
  SIGNATURES,
  UNKNOWN_TEXT,
  valueFromWire,
  valueToWire,
  type WireMap,
  type WireValue,
} from "../values/wire";
import { type Encryption, LockedError } from "./encryption";

/** How secrets are written: encrypted, or in clear text as `stack export --show-secrets` does. */
export type SecretWriter = (
  secret: Secret,
  plaintext: string,
) => { ciphertext: string } | { plaintext: string };

/** Writes secrets encrypted. A secret that was read from a checkpoint keeps its ciphertext. */
export function encryptSecrets(encryption: Encryption): SecretWriter {
  return (secret, plaintext) => {
    const known = ciphertexts.get(secret);
    if (known?.encryption === encryption) return { ciphertext: known.ciphertext };
    const ciphertext = encryption.encrypt(plaintext);
    ciphertexts.set(secret, { encryption, ciphertext });
    return { ciphertext };
  };
}

export const showSecrets: SecretWriter = (_, plaintext) => ({ plaintext });

const ciphertexts = new WeakMap<Secret, { encryption: Encryption; ciphertext: string }>();

/** What is secret within a secret is encrypted with it. */
const inSecret: SecretWriter = (_, plaintext) => ({ ciphertext: plaintext });

/** A property map in the form that checkpoints hold. */
export function propertiesToJson(map: PropertyMap, write: SecretWriter): WireMap {
  const result: WireMap = {};
  for (const key of Object.keys(map)) {
    if (map[key] !== undefined) setProperty(result, key, propertyToJson(map[key], write));
  }
  return result;
}

/** One value in the form that checkpoints hold. */
export function propertyToJson(value: PropertyValue, write: SecretWriter): WireValue {
  if (typeof value === "number" && !Number.isFinite(value)) return floatToJson(value);
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) return value.map((item) => propertyToJson(item, write));
  if (value instanceof Secret) {
    const plaintext = JSON.stringify(propertyToJson(value.element, write === showSecrets ? write : inSecret));
    return { [SIGNATURE_KEY]: SIGNATURES.secret, ...write(value, plaintext) };
  }
  if (value instanceof ResourceReference) {
    const reference: WireMap = {
      [SIGNATURE_KEY]: SIGNATURES.resource,
      urn: value.urn,
      packageVersion: value.packageVersion,
    };
    if (value.id !== undefined) reference.id = typeof value.id === "string" ? value.id : UNKNOWN_TEXT;
    return reference;
  }
  if (value instanceof OutputValue) return propertyToJson(withoutOutputValues(value), write);
  if (isMap(value)) return propertiesToJson(value, write);
  return valueToWire(value, { unknowns: true }) ?? null;
}

/** Reads what {@link propertiesToJson} or Pulumi wrote. */
export function propertiesFromJson(map: WireMap, encryption: Encryption): PropertyMap {
  const result: Record<string, PropertyValue> = {};
  for (const key of Object.keys(map)) {
    setProperty(
      result,
      key,
      at(key, () => propertyFromJson(map[key]!, encryption)),
    );
  }
  return result;
}

/** Reads one value. */
export function propertyFromJson(value: WireValue, encryption: Encryption): PropertyValue {
  if (value === null || typeof value !== "object") return valueFromWire(value);
  if (Array.isArray(value)) {
    return value.map((item, index) => at(index, () => propertyFromJson(item, encryption)));
  }
  const signature = value[SIGNATURE_KEY];
  if (signature === undefined) return propertiesFromJson(value, encryption);
  if (signature === FLOAT_SIGNATURE) return floatFromJson(value);
  if (signature !== SIGNATURES.secret) return valueFromWire(value);
  const { ciphertext, plaintext } = value;
  if (typeof plaintext === "string") return new Secret(propertyFromJson(JSON.parse(plaintext), nested));
  if (typeof ciphertext !== "string") throw new Error("a secret without ciphertext or plaintext");
  const secret = new Secret(propertyFromJson(JSON.parse(encryption.decrypt(ciphertext)), nested));
  ciphertexts.set(secret, { encryption, ciphertext });
  return secret;
}

/** Numbers that JSON has no form for are kept as the hexadecimal text of their bits. */
const FLOAT_SIGNATURE = "8ad145fe-0d11-4827-bfd7-1abcbf086f5c";

function floatToJson(value: number): WireMap {
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value);
  return { [SIGNATURE_KEY]: FLOAT_SIGNATURE, value: bits.toString("hex") };
}

function floatFromJson({ value }: WireMap): number {
  if (typeof value !== "string" || !/^[0-9a-f]{16}$/i.test(value)) {
    throw new Error(`a number's bits: expected 16 hexadecimal digits, got ${JSON.stringify(value)}`);
  }
  return Buffer.from(value, "hex").readDoubleBE();
}

/** An error somewhere within a value, with the path to it. */
class PropertyError extends Error {
  constructor(
    readonly path: PropertyPath,
    readonly reason: string,
  ) {
    super(`${formatPath(path)}: ${reason}`);
  }
}

function at<T>(element: string | number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof LockedError) throw error;
    const inner = error instanceof PropertyError ? error : undefined;
    throw new PropertyError([element, ...(inner?.path ?? [])], inner?.reason ?? (error as Error).message);
  }
}

/** Inside a secret, further secrets stand in clear text. */
const nested: Encryption = {
  unlock: async () => {},
  encrypt: (text) => text,
  decrypt: (text) => text,
  description: () => undefined,
};
