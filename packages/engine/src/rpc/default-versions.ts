import { isProviderType, providerPackage } from "../provider-reference";
import { INTERNAL_KEY, pluginRequest } from "../providers/plugin-request";
import type { ResourceState } from "../state/resource-state";
import { isMap } from "../values";
import type { ProviderRequest } from "./provider-request";
import { compareVersions, parseVersion } from "./semantic-version";

/**
 * What a package's provider is when nobody says which: the newest that the state knows, because the program's packages
 * do not tell. (The real engine asks the packages first; those with plugins name their version with each resource.)
 */
export class DefaultVersions {
  private readonly known = new Map<string, ProviderRequest>();

  constructor(states: Iterable<ResourceState>) {
    for (const state of states) if (isProviderType(state.type)) this.add(state);
  }

  /** The request with what it leaves open. */
  complete(request: ProviderRequest): ProviderRequest {
    if (request.parameterization) return request;
    const known = this.known.get(request.plugin);
    if (!known) return request;
    return {
      ...request,
      version: request.version || known.version,
      url: request.url || known.url,
      ...(known.parameterization ? { parameterization: known.parameterization } : {}),
    };
  }

  private add({ type, inputs }: ResourceState): void {
    const packageName = providerPackage(type);
    const { name, version = "", parameterization } = pluginRequest(packageName, inputs);
    const internal = inputs[INTERNAL_KEY];
    const url = isMap(internal) ? String(internal.pluginDownloadURL ?? "") : "";
    const known = this.known.get(packageName);
    if (known && !isNewer(version, known.version)) return;
    const request = { plugin: name, version, url, ...(parameterization ? { parameterization } : {}) };
    this.known.set(packageName, request);
  }
}

function isNewer(version: string, known: string): boolean {
  if (version === "") return false;
  return known === "" || compareVersions(parseVersion(version), parseVersion(known)) >= 0;
}
