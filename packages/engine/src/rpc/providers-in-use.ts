import type { RegisterResourceRequest, TransformResourceOptions } from "@pulumi/pulumi/proto/resource_pb";
import { parseProviderReference } from "../provider-reference";
import type { ProviderClient } from "../providers/provider-client";
import type { ProviderRegistry } from "../providers/registry";
import { type DefaultProviders, deniedMessage } from "./default-providers";
import { type ProviderRequest, requestedPackage } from "./provider-request";

/** Finds the provider of a resource or a function: its own, one that a component passes down, or the default one. */
export class ProvidersInUse {
  private readonly ofComponent = new Map<string, ReadonlyMap<string, string>>();

  constructor(
    private readonly defaults: DefaultProviders,
    private readonly registry: ProviderRegistry,
  ) {}

  /** What a resource names, or is passed down; empty when that is nothing. */
  named(provider: string, own: ReadonlyMap<string, string>, parent: string, packageName: string): string {
    return provider || own.get(packageName) || this.ofComponent.get(parent)?.get(packageName) || "";
  }

  /** A component's providers are its parent's, too. */
  passDown(options: TransformResourceOptions, parent: string): void {
    const own = options.getProvidersMap();
    for (const [name, provider] of this.ofComponent.get(parent) ?? []) {
      if (!own.has(name)) own.set(name, provider);
    }
  }

  registered(component: string, options: TransformResourceOptions): void {
    this.ofComponent.set(component, new Map(options.getProvidersMap().entries()));
  }

  /**
   * The reference of the provider that serves a request.
   * @param token - what it is for
   * @throws Error when default providers are denied, or the given one is no reference
   */
  async reference(request: ProviderRequest, given: string, token: string): Promise<string> {
    if (given !== "") {
      parseProviderReference(given);
      return given;
    }
    const reference = await this.defaults.reference(request);
    if (reference === undefined) throw new Error(deniedMessage(requestedPackage(request), token));
    return reference;
  }

  /** The provider itself. */
  async client(request: ProviderRequest, given: string, token: string): Promise<ProviderClient> {
    const reference = await this.reference(request, given, token);
    const client = this.registry.get(reference);
    if (!client) throw new Error(`unknown provider "${reference}"`);
    return client;
  }
}

/** The map of a message as one of this language. */
export function providersOf(message: RegisterResourceRequest): ReadonlyMap<string, string> {
  return new Map(message.getProvidersMap().entries());
}
