import { type Clock, REAL_CLOCK } from "../../clock";
import { PartialFailure } from "../../partial-failure";
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
  ProviderFeatures,
  ReadCall,
  ReadResult,
  ResourceCall,
  UpdateCall,
} from "../../provider";
import { equal, mapWithoutSecrets, type PropertyMap, UNKNOWN } from "../../values";
import { logicalName } from "../schema/unique-name";
import { hidden, unknowns } from "./answered-outputs";
import { type FaultyCall, faultyCall } from "./faulty-call";
import { MemoryFaults, type MemoryOperation } from "./memory-faults";
import type { MemoryRules } from "./memory-rules";
import { MemoryStore } from "./memory-store";
import { type MemoryType, rulesOf } from "./memory-type";
import { unknownType } from "./unknown-type";

/** A function of a package. @throws Error when there is no answer */
export type MemoryInvoke = (args: PropertyMap, store: MemoryStore) => PropertyMap;

export interface MemoryProviderOptions {
  readonly types: readonly (MemoryType | MemoryRules)[];
  /** The rules of a type that is not in `types`. @default none */
  readonly other?: (type: string) => MemoryRules | undefined;
  /** @default one of its own */
  readonly store?: MemoryStore;
  /** @default none */
  readonly faults?: MemoryFaults;
  /** What slow calls wait on. @default real time */
  readonly clock?: Clock;
  /** Functions of the package by token. @default none */
  readonly invokes?: Readonly<Record<string, MemoryInvoke>>;
}

/** Plays a provider whose platform is a {@link MemoryStore}: real checks, plans and diffs, made-up objects. */
export class MemoryProvider implements Provider {
  readonly features: ProviderFeatures = { preview: true };
  readonly store: MemoryStore;
  readonly faults: MemoryFaults;
  private readonly rules: Map<string, MemoryRules>;
  private readonly clock: Clock;
  private readonly cancelled = new AbortController();
  private config: PropertyMap = {};

  constructor(private readonly options: MemoryProviderOptions) {
    this.rules = new Map(options.types.map(rulesOf).map((rules) => [rules.type, rules]));
    this.store = options.store ?? new MemoryStore();
    this.faults = options.faults ?? new MemoryFaults();
    this.clock = options.clock ?? REAL_CLOCK;
  }

  async checkConfig(_urn: string, _olds: PropertyMap | undefined, news: PropertyMap): Promise<CheckResult> {
    return { inputs: news, failures: [] };
  }

  async diffConfig(_urn: string, olds: PropertyMap, news: PropertyMap): Promise<DiffResult> {
    const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
    const diffs = keys.filter((key) => !equal(olds[key] ?? null, news[key] ?? null));
    const changes = diffs.length > 0 ? "some" : "none";
    return { changes, replaces: [], stables: [], deleteBeforeReplace: false, diffs };
  }

  configure(inputs: PropertyMap): Promise<void> {
    this.config = mapWithoutSecrets(inputs);
    return this.run("configure", { urn: "", type: "" }, { work: async () => {} });
  }

  check(call: CheckCall): Promise<CheckResult> {
    return this.run("check", call, { work: async () => this.rulesOf(call).check(call, this.config) });
  }

  diff(call: DiffCall): Promise<DiffResult> {
    return this.run("diff", call, { work: async () => this.rulesOf(call).diff(call, this.config) });
  }

  async create(call: CreateCall): Promise<CreateResult> {
    const rules = this.rulesOf(call);
    const inputs = mapWithoutSecrets(call.news);
    const planned = rules.plan(undefined, inputs);
    if (call.preview) return { id: "", outputs: { ...planned, id: UNKNOWN } };
    return this.run("create", call, {
      work: async () => {
        const { id, outputs } = rules.create(inputs, planned, this.store);
        this.store.put({ type: call.type, id, urn: call.urn, inputs, outputs });
        this.store.note({ operation: "create", type: call.type, name: logicalName(call.urn), id });
        return { id, outputs: hidden(rules, outputs) };
      },
      partial: ({ message, outputs }, made) =>
        new PartialFailure(message, made.id, { ...made.outputs, ...outputs }, [message]),
      unknown: ({ id, outputs }) => ({ id, outputs: unknowns(outputs) }),
    });
  }

  read(call: ReadCall): Promise<ReadResult> {
    const rules = this.rulesOf(call);
    return this.run<ReadResult>("read", call, {
      work: async () => {
        const object = this.store.get(call.type, call.id);
        if (!object) return { outputs: {} };
        const known = Object.keys(call.outputs).length > 0;
        const inputs = rules.read(known ? mapWithoutSecrets(call.inputs) : undefined, object.outputs);
        return { id: object.id, inputs, outputs: hidden(rules, object.outputs) };
      },
      partial: ({ message, outputs }, { id = call.id, inputs, outputs: seen }) =>
        new PartialFailure(message, id, { ...seen, ...outputs }, [message], inputs),
      unknown: (result) => ({ ...result, outputs: unknowns(result.outputs) }),
    });
  }

  async update(call: UpdateCall): Promise<{ readonly outputs: PropertyMap }> {
    const rules = this.rulesOf(call);
    const inputs = mapWithoutSecrets(call.news);
    const planned = rules.plan(mapWithoutSecrets(call.oldOutputs), inputs);
    if (call.preview) return { outputs: { ...planned, id: call.id } };
    return this.run("update", call, {
      work: async () => {
        const object = this.store.get(call.type, call.id);
        if (!object) throw new Error(`${call.type} ${call.id}: no such object`);
        const outputs = rules.update(call.id, planned, object.outputs);
        this.store.put({ ...object, inputs, outputs });
        this.store.note({ operation: "update", type: call.type, name: logicalName(call.urn), id: call.id });
        return { outputs: hidden(rules, outputs) };
      },
      partial: ({ message, outputs }, done) =>
        new PartialFailure(message, call.id, { ...done.outputs, ...outputs }, [message]),
      unknown: ({ outputs }) => ({ outputs: unknowns(outputs) }),
    });
  }

  async delete(call: DeleteCall): Promise<void> {
    await this.run("delete", call, {
      work: async () => {
        // An object that is gone already is a success, as with a real provider.
        if (!this.store.remove(call.type, call.id)) return;
        this.store.note({ operation: "delete", type: call.type, name: logicalName(call.urn), id: call.id });
      },
    });
  }

  async invoke(token: string, args: PropertyMap): Promise<InvokeResult> {
    const { invokes = {} } = this.options;
    const invoke = invokes[token];
    if (!invoke) {
      const known = Object.keys(invokes).join(", ") || "none";
      throw new Error(
        `${token}: this memory provider has no such function; it has ${known}. Give it in "invokes"`,
      );
    }
    return this.run(
      "invoke",
      { urn: "", type: token },
      {
        work: async () => ({ outputs: invoke(mapWithoutSecrets(args), this.store), failures: [] }),
      },
    );
  }

  cancel(): void {
    this.cancelled.abort(new Error("the call was cancelled"));
  }

  async close(): Promise<void> {}

  private rulesOf({ type }: ResourceCall): MemoryRules {
    const known = this.rules.get(type) ?? this.options.other?.(type);
    if (!known) throw new Error(unknownType(type, [...this.rules.keys()]));
    this.rules.set(type, known);
    return known;
  }

  /** Does a call's work with the faults that were ordered for it. */
  private run<T>(
    operation: MemoryOperation,
    call: ResourceCall & { readonly timeout?: number },
    how: Pick<FaultyCall<T>, "work" | "partial" | "unknown">,
  ): Promise<T> {
    const faults = this.faults.take(operation, call.type, call.urn);
    if (faults.length === 0) return how.work();
    const { timeout } = call;
    const limit = timeout === undefined ? {} : { timeout };
    return faultyCall({ ...how, ...limit, faults, clock: this.clock, signal: this.cancelled.signal });
  }
}
