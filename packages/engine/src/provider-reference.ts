import { urnName, urnType } from "./urn";

const PROVIDER_PREFIX = "pulumi:providers:";

/** The id that an unconfigured provider has at preview. */
export const UNKNOWN_ID = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Where a resource's provider stands: the provider resource's URN and its id, written as `urn::id`. */
export interface ProviderReference {
  readonly urn: string;
  readonly id: string;
}

/** @throws Error when the text is no reference to a provider */
export function parseProviderReference(text: string): ProviderReference {
  const at = text.lastIndexOf("::");
  const reference = { urn: text.slice(0, at), id: text.slice(at + 2) };
  if (at < 0 || !isProviderType(urnType(reference.urn))) {
    throw new Error(`"${text}" is no provider reference; expected the URN of a provider, "::" and its id`);
  }
  return reference;
}

export function formatProviderReference(urn: string, id: string): string {
  return `${urn}::${id === "" ? UNKNOWN_ID : id}`;
}

export function isProviderType(type: string): boolean {
  return type.startsWith(PROVIDER_PREFIX) && type.length > PROVIDER_PREFIX.length;
}

export function providerType(packageName: string): string {
  return PROVIDER_PREFIX + packageName;
}

/** The package of a provider type: `docker` of `pulumi:providers:docker`. */
export function providerPackage(type: string): string {
  return type.slice(PROVIDER_PREFIX.length);
}

/** Default providers are made by the engine and shown to nobody. */
export function isDefaultProvider(urn: string): boolean {
  return isProviderType(urnType(urn)) && urnName(urn).startsWith("default");
}
