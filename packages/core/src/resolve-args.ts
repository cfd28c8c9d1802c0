import type * as pulumi from "@pulumi/pulumi";
import { isImageSource } from "./image-source";
import { isOutput, isPromise, PENDING } from "./pending";
import { isPlainObject } from "./plain-object";
import { joinPropertyPath, propertyPath } from "./property-path";
import { SecretValue } from "./secret-value";
import { SERVICE_ARGS, type ServiceArgs } from "./spec-args";

/** Plain values by argument: a secret one is a `SecretValue`, one that is not known yet is `PENDING`. */
export type ResolvedValues = Readonly<Record<string, unknown>>;

/** Arguments after every Output and promise in them was awaited. */
export interface ResolvedArgs {
  /** Whether everything is known; at preview, an Output of what is yet to be created is not. */
  readonly known: boolean;
  /** The arguments in plain, for `resolveSpec`: secret leaves are `SecretValue`, unknown ones `PENDING`. */
  readonly values: ResolvedValues;
  /** Paths of the secret leaves. */
  readonly secrets: readonly string[];
  /** Paths of the leaves that are not known. */
  readonly unknown: readonly string[];
  /** Resources that the Outputs come from: what is made of the values depends on them. */
  readonly dependencies: readonly pulumi.Resource[];
}

/**
 * Awaits every Output and promise in a service's arguments, each leaf for itself, so that one secret value
 * does not make all others secret, and one unknown does not hide the rest. An image source stays as it is:
 * its content hash is plain.
 */
export async function resolveArgs(args: ServiceArgs): Promise<ResolvedArgs> {
  const found: Found = { secrets: [], unknown: [], dependencies: new Set() };
  const given: Readonly<Record<string, unknown>> = { ...args };
  const members = SERVICE_ARGS.filter((name) => given[name] !== undefined).map(
    async (name) => [name, await resolve(given[name], name, false, found)] as const,
  );
  const values = Object.fromEntries(await Promise.all(members));
  return {
    known: found.unknown.length === 0,
    values,
    // Outputs resolve in any order.
    secrets: found.secrets.sort(),
    unknown: found.unknown.sort(),
    dependencies: [...found.dependencies],
  };
}

interface Found {
  readonly secrets: string[];
  readonly unknown: string[];
  readonly dependencies: Set<pulumi.Resource>;
}

async function resolve(value: unknown, path: string, secret: boolean, found: Found): Promise<unknown> {
  if (isOutput(value)) return resolveOutput(value as unknown as OutputInside, path, secret, found);
  if (isPromise(value)) return resolve(await value, path, secret, found);
  if (isImageSource(value)) return value;
  if (Array.isArray(value)) {
    return Promise.all(value.map((item, index) => resolve(item, path + propertyPath(index), secret, found)));
  }
  if (isPlainObject(value)) {
    const members = Object.keys(value).map(async (key) => {
      const below = joinPropertyPath(path, propertyPath(key));
      return [key, await resolve(value[key], below, secret, found)] as const;
    });
    return Object.fromEntries(await Promise.all(members));
  }
  if (isUnknown(value)) return unknownAt(path, found);
  if (!secret || value === undefined) return value;
  found.secrets.push(path);
  return new SecretValue(value);
}

/** What the SDK keeps in an Output; its types do not say so. */
interface OutputInside {
  readonly isKnown: Promise<boolean>;
  readonly isSecret?: Promise<boolean>;
  promise(withUnknowns: boolean): Promise<unknown>;
  allResources?(): Promise<Set<pulumi.Resource>>;
  resources(): Set<pulumi.Resource>;
}

async function resolveOutput(
  output: OutputInside,
  path: string,
  secret: boolean,
  found: Found,
): Promise<unknown> {
  const [known, isSecret, value, resources] = await Promise.all([
    output.isKnown,
    output.isSecret ?? false,
    output.promise(true),
    output.allResources?.() ?? output.resources(),
  ]);
  for (const resource of resources) found.dependencies.add(resource);
  // An Output can be unknown as a whole, or only at some leaf, which the SDK marks in its value.
  if (!known && !containsUnknown(value)) return unknownAt(path, found);
  return resolve(value, path, secret || isSecret, found);
}

function unknownAt(path: string, found: Found): typeof PENDING {
  found.unknown.push(path);
  return PENDING;
}

function containsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(containsUnknown);
}

/** The SDK's own mark for a value that is not known, of whichever copy of the SDK. */
function isUnknown(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    "__pulumiUnknown" in value &&
    value.__pulumiUnknown === true
  );
}
