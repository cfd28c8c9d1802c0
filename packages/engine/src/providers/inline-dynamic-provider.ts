import Module from "node:module";
import { join } from "node:path";
import { onClock } from "../ambient-clock";
import type { Clock } from "../clock";
import { PartialFailure } from "../partial-failure";
import type {
  CheckCall,
  CheckResult,
  CreateCall,
  CreateResult,
  DeleteCall,
  DiffCall,
  DiffResult,
  InvokeResult,
  Provider,
  ProviderFactory,
  ReadCall,
  ReadResult,
  UpdateCall,
} from "../provider";
import { bare, type PropertyMap, type PropertyValue } from "../values";
import { fromWire, toWire, UNKNOWN_TEXT } from "../values/wire";
import { UNKNOWN_DIFF } from "./provider-client";

/** What a dynamic provider of Node may have; `create` is all that it must. */
interface DynamicProvider {
  configure?(request: unknown): Promise<void>;
  check?(olds: unknown, news: unknown): Promise<{ inputs?: object; failures?: CheckResult["failures"] }>;
  diff?(id: string, olds: unknown, news: unknown): Promise<DynamicDiff>;
  create(inputs: unknown): Promise<{ id: string; outs?: object }>;
  read?(id: string, props: unknown): Promise<{ id?: string; props?: object; inputs?: object }>;
  update?(id: string, olds: unknown, news: unknown): Promise<{ outs?: object } | undefined>;
  delete?(id: string, props: unknown): Promise<void>;
}

interface DynamicDiff {
  readonly changes?: boolean;
  readonly replaces?: string[];
  readonly deleteBeforeReplace?: boolean;
}

const KEY = "__provider";

/** Runs dynamic providers inside this process, for tests; apart from that as Node's own plugin does. */
export class InlineDynamicProvider implements Provider {
  readonly features = {};
  private readonly loaded = new Map<string, DynamicProvider>();
  private config: PropertyMap = {};

  constructor(
    private readonly folder: string,
    private readonly project: string,
    /** What the providers find as the clock. @default real time */
    private readonly clock?: Clock,
  ) {}

  async checkConfig(_: string, __: PropertyMap | undefined, news: PropertyMap): Promise<CheckResult> {
    return { inputs: news, failures: [] };
  }

  async diffConfig(): Promise<DiffResult> {
    return UNKNOWN_DIFF;
  }

  async configure(inputs: PropertyMap): Promise<void> {
    this.config = inputs;
  }

  async check({ olds, news }: CheckCall): Promise<CheckResult> {
    const given = plain(news);
    const code = given[KEY] === UNKNOWN_TEXT ? olds : news;
    const provider = await this.provider(code ?? news);
    if (!provider.check) return { inputs: news, failures: [] };
    const result = await this.timed(() => provider.check!(plain(olds ?? {}), given));
    const inputs = { ...(result.inputs ?? given), [KEY]: given[KEY] };
    return { inputs: values(inputs), failures: result.failures ?? [] };
  }

  async diff({ id, oldOutputs, news }: DiffCall): Promise<DiffResult> {
    const given = plain(news);
    const provider = await this.provider(given[KEY] === UNKNOWN_TEXT ? oldOutputs : news);
    if (!provider.diff) return UNKNOWN_DIFF;
    const result = await this.timed(() => provider.diff!(id, plain(oldOutputs), given));
    const changes = result.changes === undefined ? "unknown" : result.changes ? "some" : "none";
    return {
      ...UNKNOWN_DIFF,
      changes,
      replaces: result.replaces ?? [],
      deleteBeforeReplace: result.deleteBeforeReplace ?? false,
    };
  }

  async create({ news }: CreateCall): Promise<CreateResult> {
    const provider = await this.provider(news);
    const { id, outs } = await partial(this.timed(() => provider.create(plain(news))));
    return { id, outputs: withCode(outs, news) };
  }

  async read({ id, inputs, outputs }: ReadCall): Promise<ReadResult> {
    const state = Object.keys(outputs).length > 0 ? outputs : inputs;
    const provider = await this.provider(state);
    if (!provider.read) return { id, outputs: state };
    const result = await this.timed(() => provider.read!(id, plain(state)));
    return {
      ...(result.id ? { id: result.id } : {}),
      ...(result.inputs ? { inputs: withCode(result.inputs, state) } : {}),
      outputs: withCode(result.props, state),
    };
  }

  async update({ id, oldOutputs, news }: UpdateCall): Promise<{ outputs: PropertyMap }> {
    const provider = await this.provider(news);
    const update = this.timed(() => provider.update?.(id, plain(oldOutputs), plain(news)));
    const result = update ? await partial(update) : undefined;
    return { outputs: withCode(result?.outs, news) };
  }

  async delete({ id, outputs }: DeleteCall): Promise<void> {
    const provider = await this.provider(outputs);
    await this.timed(() => provider.delete?.(id, plain(outputs)));
  }

  async invoke(token: string): Promise<InvokeResult> {
    throw new Error(`unknown function ${token}`);
  }

  cancel(): void {}

  async close(): Promise<void> {}

  private timed<T>(call: () => T): T {
    return onClock(this.clock, call);
  }

  private async provider(properties: PropertyMap): Promise<DynamicProvider> {
    const code = String(properties[KEY]);
    const known = this.loaded.get(code);
    if (known) return known;
    const provider = this.evaluate(code);
    this.loaded.set(code, provider);
    await provider.configure?.({ config: this.configuration() });
    return provider;
  }

  /** The stack's configuration; a key without a namespace is one of the project's. */
  private configuration() {
    const get = (key: string) => {
      const value = this.config[key.includes(":") ? key : `${this.project}:${key}`];
      return value && bare(value);
    };
    const require = (key: string) => {
      const value = get(key);
      if (value === undefined) throw new Error(`Missing required configuration key: ${key}`);
      return value;
    };
    return { get, require };
  }

  private evaluate(code: string): DynamicProvider {
    const file = join(this.folder, "__provider.js");
    const module = new Module(file) as Module & { _compile(code: string, file: string): void };
    module.filename = file;
    const { _nodeModulePaths: pathsOf } = Module as unknown as { _nodeModulePaths(folder: string): string[] };
    module.paths = pathsOf(this.folder);
    module._compile(code, file);
    return module.exports.handler();
  }
}

/** Makes the provider of all of Node's dynamic resources, inside this process; its package is `pulumi-nodejs`. */
export const dynamicProviders: ProviderFactory = ({ programFolder, project, clock }) =>
  new InlineDynamicProvider(programFolder, project, clock);

function plain(map: PropertyMap): Record<string, PropertyValue> {
  return toWire(map, { unknowns: true });
}

function values(object: object): PropertyMap {
  // Through JSON, as the wire would do: what is undefined is left out, classes become plain objects.
  return fromWire(JSON.parse(JSON.stringify(object)));
}

function withCode(outputs: object | undefined, properties: PropertyMap): PropertyMap {
  return values({ ...outputs, [KEY]: properties[KEY] });
}

/** A failed initialization, where the error carries an id as dynamic providers' do. */
async function partial<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const { id, properties, reasons, message } = error as {
      id?: string;
      properties?: object;
      reasons?: string[];
      message?: string;
    };
    if (!id) throw error;
    throw new PartialFailure(message ?? String(error), id, values(properties ?? {}), reasons ?? []);
  }
}
