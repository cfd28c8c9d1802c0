import type { ApiClient } from "./api-client";
import { ApiError, isNotFound, NoMatchError } from "./api-error";
import { listAt, textAt } from "./object";

/** How the API server serves a kind. */
export interface ServedKind {
  /** For example `deployments`. */
  readonly plural: string;
  readonly isNamespaced: boolean;
}

/** What an API server serves, asked for once per API version, and again when a kind is missing. */
export class Discovery {
  private readonly versions = new Map<string, Promise<ReadonlyMap<string, ServedKind>>>();

  constructor(private readonly client: ApiClient) {}

  /** @throws NoMatchError when the kind is not served, also not when asked again */
  async kind(apiVersion: string, kind: string): Promise<ServedKind> {
    const known = await this.find(apiVersion, kind);
    if (known) return known;
    this.forget(apiVersion);
    const found = await this.find(apiVersion, kind);
    if (found) return found;
    throw new NoMatchError(apiVersion, kind);
  }

  async find(apiVersion: string, kind: string): Promise<ServedKind | undefined> {
    let version = this.versions.get(apiVersion);
    if (!version) {
      version = this.read(apiVersion);
      this.versions.set(apiVersion, version);
      version.catch(() => this.versions.delete(apiVersion));
    }
    return (await version).get(kind);
  }

  /** Lets an API version be asked for again: a custom resource definition may have come. */
  forget(apiVersion?: string): void {
    if (apiVersion === undefined) this.versions.clear();
    else this.versions.delete(apiVersion);
  }

  private async read(apiVersion: string): Promise<ReadonlyMap<string, ServedKind>> {
    const list = await this.client.call({ path: pathOf(apiVersion) }).catch((error: unknown) => {
      // A group whose own server is down is not served now.
      if (isNotFound(error) || (error instanceof ApiError && error.code === 503)) return {};
      throw error;
    });
    const kinds = new Map<string, ServedKind>();
    for (const resource of listAt(list, "resources")) {
      const plural = textAt(resource, "name");
      // `pods/status` and the like are parts of a resource.
      if (plural.includes("/")) continue;
      kinds.set(textAt(resource, "kind"), { plural, isNamespaced: resource.namespaced === true });
    }
    return kinds;
  }
}

/** Where an API version's resources are. */
export function pathOf(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
