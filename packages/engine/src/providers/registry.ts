import { randomUUID } from "node:crypto";
import type { CheckResult, CreateResult, DiffResult } from "../provider";
import {
  formatProviderReference,
  parseProviderReference,
  providerPackage,
  UNKNOWN_ID,
} from "../provider-reference";
import type { ResourceState } from "../state/resource-state";
import { urnType } from "../urn";
import { equal, type PropertyMap, type PropertyValue } from "../values";
import { INTERNAL_KEY, pluginRequest, providerConfig } from "./plugin-request";
import type { ProviderClient } from "./provider-client";

export { providerConfig };

/** Finds and starts the provider of a package. */
export type ProviderLoader = (packageName: string, version: string | undefined) => Promise<ProviderClient>;

/**
 * The providers of a run by reference, and the provider of providers: `pulumi:providers:*` resources are checked,
 * compared, created, updated and deleted here. As in the real engine, each has a process of its own, which its check
 * starts and its step configures.
 */
export class ProviderRegistry {
  private readonly configured = new Map<string, ProviderClient>();
  /** Checked, waiting for the step that configures them, by URN. */
  private readonly checked = new Map<string, ProviderClient>();
  private readonly loaded = new Set<ProviderClient>();
  private readonly aliases = new Map<string, string>();
  private readonly starting: Promise<void>[] = [];

  constructor(private readonly load: ProviderLoader) {}

  get(reference: string): ProviderClient | undefined {
    return this.configured.get(reference);
  }

  /** Starts a package's provider before it is needed; why it does not start is told when it is needed. */
  prepare(packageName: string): void {
    const started = this.load(packageName, undefined).then(
      (client) => void this.loaded.add(client),
      () => {},
    );
    this.starting.push(started);
  }

  /** References to the alias find the provider too. */
  registerAlias(urn: string, alias: string): void {
    this.aliases.set(urn, alias);
  }

  async check(urn: string, olds: PropertyMap | undefined, news: PropertyMap): Promise<CheckResult> {
    const client = await this.start(urn, news);
    const config = providerConfig(news);
    const result = await client
      .checkConfig(urn, olds && providerConfig(olds), config)
      .catch(async (error: Error) => {
        await this.end(client);
        throw error;
      });
    if (result.failures.length > 0) {
      await this.end(client);
      return { inputs: news, failures: result.failures };
    }
    const before = this.checked.get(urn);
    this.checked.set(urn, client);
    if (before) await this.end(before);
    return { inputs: this.withOwn(urn, result.inputs, news), failures: [] };
  }

  /** @param urn - the provider's present one; the old state can have another */
  async diff(
    urn: string,
    old: ResourceState,
    news: PropertyMap,
    ignoreChanges: readonly string[],
  ): Promise<DiffResult> {
    const client = this.checked.get(urn) ?? this.get(formatProviderReference(urn, old.id));
    if (!client) throw new Error(`the provider ${urn} was not checked before its diff`);
    const config = providerConfig(news);
    const diff = await client.diffConfig(urn, providerConfig(old.inputs), config, ignoreChanges);
    // The replacement is checked anew, with a process of its own.
    if (isReplacement(diff) && this.checked.delete(urn)) await this.end(client);
    if (diff.changes !== "unknown") return diff;
    return { ...diff, changes: equal(old.outputs ?? {}, config) ? "none" : "some" };
  }

  async create(urn: string, inputs: PropertyMap, preview: boolean): Promise<CreateResult> {
    const id = preview ? UNKNOWN_ID : randomUUID();
    await this.configure(urn, id, inputs);
    return { id, outputs: providerConfig(inputs) };
  }

  async update(urn: string, id: string, inputs: PropertyMap): Promise<PropertyMap> {
    const reference = formatProviderReference(urn, id);
    const before = this.configured.get(reference);
    await this.configure(urn, id, inputs);
    if (before && before !== this.configured.get(reference)) await this.end(before);
    return providerConfig(inputs);
  }

  /** A provider that its check found unchanged: there afterwards. */
  async same(urn: string, id: string, inputs: PropertyMap): Promise<void> {
    if (!this.configured.has(formatProviderReference(urn, id))) await this.configure(urn, id, inputs);
  }

  /** Makes the provider that old resources refer to usable. */
  async ensure(reference: string, find: (urn: string) => ResourceState | undefined): Promise<void> {
    if (reference === "" || this.configured.has(reference)) return;
    const { urn, id } = parseProviderReference(reference);
    const state = find(urn);
    if (!state) throw new Error(`the state names the provider ${reference}, but does not hold it`);
    // A process that waits for its own step is not this one: its configuration can be another.
    const client = await this.start(urn, state.inputs);
    if (this.configured.has(reference)) await this.end(client);
    else this.publish(urn, id, state.inputs, client);
  }

  async delete(urn: string, id: string): Promise<void> {
    const reference = formatProviderReference(urn, id);
    const client = this.configured.get(reference);
    this.configured.delete(reference);
    if (client) await this.end(client);
  }

  cancel(): void {
    for (const client of this.loaded) client.provider.cancel();
  }

  /** Tells every provider that it is over, and ends it. */
  async close(): Promise<void> {
    await Promise.all(this.starting);
    this.cancel();
    await Promise.allSettled([...this.loaded].map((client) => client.provider.close()));
    this.loaded.clear();
  }

  private async configure(urn: string, id: string, inputs: PropertyMap): Promise<void> {
    const client = this.checked.get(urn) ?? (await this.start(urn, inputs));
    this.checked.delete(urn);
    this.publish(urn, id, inputs, client);
  }

  private publish(urn: string, id: string, inputs: PropertyMap, client: ProviderClient): void {
    client.configure(providerConfig(inputs), { urn, id });
    this.configured.set(formatProviderReference(urn, id), client);
    const alias = this.aliases.get(urn);
    if (alias) this.configured.set(formatProviderReference(alias, id), client);
  }

  /** What a check answers, with the engine's own data as they were. */
  private withOwn(urn: string, checked: PropertyMap, news: PropertyMap): PropertyMap {
    const inputs: Record<string, PropertyValue> = { ...checked };
    const { version, [INTERNAL_KEY]: internal } = news;
    if (version !== undefined) {
      inputs.version ??= version;
      if (!equal(inputs.version, version)) {
        const texts = [version, inputs.version].map((value) => JSON.stringify(value)).join(" to ");
        throw new Error(`provider "${urn}" attempted to change version from ${texts}`);
      }
    }
    if (internal !== undefined) inputs[INTERNAL_KEY] = internal;
    return inputs;
  }

  private async start(urn: string, inputs: PropertyMap): Promise<ProviderClient> {
    const { name, version, parameterization } = pluginRequest(providerPackage(urnType(urn)), inputs);
    const client = await this.load(name, version);
    this.loaded.add(client);
    if (parameterization) await client.parameterize(parameterization);
    return client;
  }

  private async end(client: ProviderClient): Promise<void> {
    if (client.shared || !this.loaded.delete(client)) return;
    await client.provider.close().catch(() => {});
  }
}

function isReplacement({ replaces, detailedDiff }: DiffResult): boolean {
  return (
    replaces.length > 0 || Object.values(detailedDiff ?? {}).some(({ kind }) => kind.endsWith("-replace"))
  );
}
