import { PartialFailure } from "../partial-failure";
import type {
  CheckResult,
  ConstructCall,
  ConstructResult,
  CreateResult,
  DeleteCall,
  DiffCall,
  DiffResult,
  InvokeResult,
  MethodCall,
  MethodResult,
  Parameterization,
  Provider,
  ProviderIdentity,
  ReadCall,
  ReadResult,
  UpdateCall,
} from "../provider";
import {
  annotateSecrets,
  asSecret,
  containsSecrets,
  containsUnknowns,
  mapEntries,
  mapValue,
  type PropertyMap,
  type PropertyValue,
  ResourceReference,
  Unknown,
  withoutSecrets,
} from "../values";
import { rejectUnknowns } from "./reject-unknowns";

export const UNKNOWN_DIFF: DiffResult = {
  changes: "unknown",
  replaces: [],
  stables: [],
  deleteBeforeReplace: false,
  diffs: [],
};

/** A check as the engine asks for it. */
export interface CheckRequest {
  readonly urn: string;
  readonly type: string;
  readonly olds?: PropertyMap;
  readonly news: PropertyMap;
  readonly randomSeed: Buffer;
  /** Whether unknown values may be passed on. */
  readonly preview: boolean;
}

/** How a client's provider is used. */
export interface ProviderUse {
  /** Whether several provider resources are served by it, so that it must outlive each. @default false */
  readonly shared?: boolean;
  /** Takes warnings about resources. @default nobody */
  readonly warn?: (urn: string, message: string) => void;
}

const UNKNOWN_CONFIGURATION =
  "The provider for this resource has inputs that are not known during preview.\n" +
  "This preview may not correctly represent the changes that will be applied during an update.";

/**
 * A provider as the steps use it: secrets, references and unknowns are adapted to what it understands, and previews
 * are answered for it where it does not take part in them.
 */
export class ProviderClient {
  /** Whether its configuration is known; at preview it may depend on what does not exist yet. */
  private known = true;
  private configured: Promise<void> = Promise.resolve();

  constructor(
    readonly provider: Provider,
    private readonly use: ProviderUse = {},
  ) {}

  /** Whether other provider resources use the same process. */
  get shared(): boolean {
    return this.use.shared ?? false;
  }

  async parameterize(parameter: Parameterization): Promise<void> {
    if (!this.provider.parameterize) {
      throw new Error(`the package ${parameter.name} cannot be made: its provider takes no parameters`);
    }
    const { name } = await this.provider.parameterize(parameter);
    if (name === parameter.name) return;
    throw new Error(
      `parameterize response name "${name}" does not match expected package "${parameter.name}"`,
    );
  }

  async checkConfig(urn: string, olds: PropertyMap | undefined, news: PropertyMap): Promise<CheckResult> {
    const { inputs, failures } = await this.provider.checkConfig(urn, olds && plain(olds), plain(news));
    return { inputs: annotateSecrets(inputs, news), failures };
  }

  diffConfig(
    urn: string,
    olds: PropertyMap,
    news: PropertyMap,
    ignoreChanges: readonly string[],
  ): Promise<DiffResult> {
    return this.provider.diffConfig(urn, plain(olds), plain(news), ignoreChanges);
  }

  /** Begins to configure the provider. If that fails, whatever is asked of it first fails. */
  configure(inputs: PropertyMap, identity: ProviderIdentity): void {
    const { version: _, ...config } = inputs;
    this.known = !containsUnknowns(config);
    if (!this.known) return;
    this.configured = this.provider.configure(this.given(inputs), identity);
    this.configured.catch(() => {});
  }

  async check(request: CheckRequest): Promise<CheckResult> {
    await this.configured;
    if (!this.known) return { inputs: request.news, failures: [] };
    const { urn, type, olds, news, randomSeed, preview } = request;
    const result = await this.provider.check({
      urn,
      type,
      ...(olds ? { olds: this.given(olds) } : {}),
      news: this.given(news, preview),
      randomSeed,
    });
    return this.annotated(result, news);
  }

  async diff(call: DiffCall, preview: boolean): Promise<DiffResult> {
    await this.configured;
    if (!this.known) {
      this.use.warn?.(call.urn, UNKNOWN_CONFIGURATION);
      return { ...UNKNOWN_DIFF, changes: "some" };
    }
    return this.provider.diff({
      ...call,
      oldInputs: this.given(call.oldInputs, preview),
      oldOutputs: this.given(call.oldOutputs, preview),
      news: this.given(call.news, preview),
    });
  }

  async create(
    urn: string,
    type: string,
    news: PropertyMap,
    timeout: number,
    preview: boolean,
  ): Promise<CreateResult> {
    await this.configured;
    if (preview && !this.known) return { id: "", outputs: {} };
    if (preview && !this.provider.features.preview) return { id: "", outputs: news };
    const call = { urn, type, news: this.given(news, preview), preview, ...seconds(timeout) };
    const result = await this.partial(this.provider.create(call), news);
    if (!preview && result.id === "") throw new Error("the provider returned no id for the new resource");
    const outputs = preview ? result.outputs : rejectUnknowns(result.outputs);
    return { id: result.id, outputs: this.restored(outputs, news) };
  }

  async update(call: UpdateCall): Promise<{ outputs: PropertyMap }> {
    await this.configured;
    if (call.preview && !this.known) return { outputs: {} };
    if (call.preview && !this.provider.features.preview) return { outputs: call.news };
    const update = this.provider.update({
      ...call,
      oldInputs: this.given(call.oldInputs, call.preview),
      oldOutputs: this.given(call.oldOutputs, call.preview),
      news: this.given(call.news, call.preview),
    });
    const { outputs } = await this.partial(update, call.news);
    const settled = call.preview ? outputs : rejectUnknowns(outputs);
    return { outputs: this.restored(settled, call.news) };
  }

  async read(call: ReadCall): Promise<ReadResult> {
    await this.configured;
    if (!this.known) return { id: call.id, inputs: {}, outputs: {} };
    const read = { ...call, inputs: this.given(call.inputs), outputs: this.given(call.outputs) };
    const result = await this.partial(this.provider.read(read), call.outputs);
    return {
      ...(result.id ? { id: result.id } : {}),
      ...(result.inputs ? { inputs: this.restored(result.inputs, call.inputs) } : {}),
      outputs: this.restored(rejectUnknowns(result.outputs), call.outputs),
    };
  }

  async delete(call: DeleteCall): Promise<void> {
    await this.configured;
    return this.provider.delete({
      ...call,
      oldInputs: this.given(call.oldInputs),
      outputs: this.given(call.outputs),
    });
  }

  async invoke(token: string, args: PropertyMap, preview = false): Promise<InvokeResult> {
    await this.configured;
    if (!this.known) return { outputs: {}, failures: [] };
    const result = await this.provider.invoke(token, this.given(args, true), preview);
    if (this.provider.features.secrets || !containsSecrets(args)) return result;
    return { ...result, outputs: mapEntries(result.outputs, asSecret) };
  }

  /** @returns undefined when the configuration is not known, so that nothing can be made yet */
  async construct(call: ConstructCall): Promise<ConstructResult | undefined> {
    await this.configured;
    if (!this.known) return undefined;
    if (!this.provider.construct) throw new Error(`unknown resource type ${call.type}`);
    return this.provider.construct(call);
  }

  async call(call: MethodCall): Promise<MethodResult> {
    await this.configured;
    if (!this.known) return { outputs: {}, dependencies: {}, failures: [] };
    if (!this.provider.call) throw new Error(`unknown function ${call.token}`);
    return this.provider.call(call);
  }

  private given(map: PropertyMap, unknowns = true): PropertyMap {
    const { secrets, resources } = this.provider.features;
    if (secrets && resources && unknowns) return map;
    return mapEntries(map, (value) => {
      const open = secrets ? value : withoutSecrets(value);
      return resources ? open : mapValue(open, plainReference);
    });
  }

  private annotated(result: CheckResult, news: PropertyMap): CheckResult {
    return { inputs: this.restored(result.inputs, news), failures: result.failures };
  }

  private restored(outputs: PropertyMap, given: PropertyMap): PropertyMap {
    return this.provider.features.secrets ? outputs : annotateSecrets(outputs, given);
  }

  private async partial<T>(call: Promise<T>, news: PropertyMap): Promise<T> {
    try {
      return await call;
    } catch (error) {
      if (!(error instanceof PartialFailure)) throw error;
      const outputs = this.restored(error.outputs, news);
      throw new PartialFailure(error.message, error.id, outputs, error.reasons, error.inputs);
    }
  }
}

/** A call's timeout in seconds, where the program gives one. */
export function seconds(timeout: number): { timeout?: number } {
  return timeout === 0 ? {} : { timeout };
}

/** Configurations are checked and compared without marks of what is secret or a resource. */
function plain(map: PropertyMap): PropertyMap {
  return mapEntries(map, (value) => mapValue(withoutSecrets(value), plainReference));
}

function plainReference(value: PropertyValue): PropertyValue | undefined {
  if (!(value instanceof ResourceReference)) return undefined;
  return value.id instanceof Unknown ? value.id : (value.id ?? value.urn);
}
