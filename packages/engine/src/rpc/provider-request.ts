import type { Parameterization } from "../provider";
import { INTERNAL_KEY } from "../providers/plugin-request";
import { isMap, type PropertyMap, type PropertyValue } from "../values";
import { parseVersion } from "./semantic-version";

/** The provider of a package, as a program asks for it without naming one. */
export interface ProviderRequest {
  /** The plugin's package. */
  readonly plugin: string;
  /** The plugin's version; empty when any will do. */
  readonly version: string;
  /** Where the plugin comes from; empty for the usual place. */
  readonly url: string;
  /** Makes the plugin serve another package. */
  readonly parameterization?: Parameterization;
}

/** @throws Error when the version is none */
export function providerRequest(
  plugin: string,
  version: string,
  url: string,
  parameterization?: Parameterization,
): ProviderRequest {
  if (version !== "") parseVersion(version);
  if (parameterization) parseVersion(parameterization.version);
  return { plugin, version, url: url.replace(/\/$/, ""), ...(parameterization ? { parameterization } : {}) };
}

/** The package that a requested provider serves. */
export function requestedPackage({ plugin, parameterization }: ProviderRequest): string {
  return parameterization?.name ?? plugin;
}

/** Equal for requests that share a default provider. */
export function requestKey(request: ProviderRequest): string {
  return `${requestedPackage(request)} ${request.parameterization?.version ?? request.version} ${request.url}`;
}

/** The name of the default provider that serves a request. */
export function defaultName({ version, url, parameterization }: ProviderRequest): string {
  const text = parameterization?.version ?? version;
  const parts = ["default"];
  if (text !== "") {
    const { numbers, prerelease, build } = parseVersion(text);
    parts.push(...numbers.map(String), ...prerelease, ...build);
  }
  if (url !== "") parts.push(qualifiedName(url));
  return parts.join("_");
}

/** A provider's inputs with what is requested among them, as the engine keeps it in the state. */
export function withRequest(inputs: PropertyMap, request: ProviderRequest): PropertyMap {
  const { plugin, version, url, parameterization } = request;
  if (version === "" && url === "" && !parameterization) return inputs;
  const before = inputs[INTERNAL_KEY];
  const internal: Record<string, PropertyValue> = { ...(isMap(before) ? before : {}) };
  if (url !== "") internal.pluginDownloadURL = url;
  if (!parameterization) {
    return { ...inputs, ...(version === "" ? {} : { version }), [INTERNAL_KEY]: internal };
  }
  internal.name = plugin;
  internal.version = version === "" ? (inputs.version ?? null) : version;
  internal.parameterization = Buffer.from(parameterization.value).toString("base64");
  return { ...inputs, version: parameterization.version, [INTERNAL_KEY]: internal };
}

/** A URL in the characters that names have; its parts stay apart. */
function qualifiedName(url: string): string {
  const segments = url.split("/").filter(Boolean);
  return segments
    .map((part) => part.replace(/^[^A-Za-z0-9_.]/, "_").replace(/(?<!^)[^A-Za-z0-9_.-]/g, "_"))
    .join("/");
}
