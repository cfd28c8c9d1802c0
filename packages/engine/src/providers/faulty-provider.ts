import { type Clock, REAL_CLOCK } from "../clock";
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
  ProviderIdentity,
  ReadCall,
  ReadResult,
  ResourceCall,
  UpdateCall,
} from "../provider";
import type { PropertyMap } from "../values";
import { unknowns } from "./memory/answered-outputs";
import { type FaultyCall, faultyCall } from "./memory/faulty-call";
import type { MemoryFaults, MemoryOperation } from "./memory/memory-faults";

/**
 * Any in-process provider, with the faults that a test orders: `{ docker: faulty(localDocker(), faults) }`. A preview's
 * creates and updates have none.
 */
export function faulty(factory: ProviderFactory, faults: MemoryFaults): ProviderFactory {
  return async (context) => new FaultyProvider(await factory(context), faults, context.clock ?? REAL_CLOCK);
}

class FaultyProvider implements Provider {
  readonly features: Provider["features"];
  readonly construct?: NonNullable<Provider["construct"]>;
  readonly call?: NonNullable<Provider["call"]>;
  readonly parameterize?: NonNullable<Provider["parameterize"]>;
  private readonly cancelled = new AbortController();

  constructor(
    private readonly inner: Provider,
    private readonly faults: MemoryFaults,
    private readonly clock: Clock,
  ) {
    this.features = inner.features;
    if (inner.construct) this.construct = inner.construct.bind(inner);
    if (inner.call) this.call = inner.call.bind(inner);
    if (inner.parameterize) this.parameterize = inner.parameterize.bind(inner);
  }

  checkConfig(urn: string, olds: PropertyMap | undefined, news: PropertyMap): Promise<CheckResult> {
    return this.inner.checkConfig(urn, olds, news);
  }

  diffConfig(...call: Parameters<Provider["diffConfig"]>): Promise<DiffResult> {
    return this.inner.diffConfig(...call);
  }

  configure(inputs: PropertyMap, identity?: ProviderIdentity): Promise<void> {
    return this.run("configure", NO_RESOURCE, { work: () => this.inner.configure(inputs, identity) });
  }

  check(call: CheckCall): Promise<CheckResult> {
    return this.run("check", call, { work: () => this.inner.check(call) });
  }

  diff(call: DiffCall): Promise<DiffResult> {
    return this.run("diff", call, { work: () => this.inner.diff(call) });
  }

  create(call: CreateCall): Promise<CreateResult> {
    if (call.preview) return this.inner.create(call);
    return this.run("create", call, {
      work: () => this.inner.create(call),
      partial: ({ message, outputs }, made) =>
        new PartialFailure(message, made.id, { ...made.outputs, ...outputs }, [message]),
      unknown: ({ id, outputs }) => ({ id, outputs: unknowns(outputs) }),
    });
  }

  read(call: ReadCall): Promise<ReadResult> {
    return this.run<ReadResult>("read", call, {
      work: () => this.inner.read(call),
      partial: ({ message, outputs }, { id = call.id, inputs, outputs: seen }) =>
        new PartialFailure(message, id, { ...seen, ...outputs }, [message], inputs),
      unknown: (result) => ({ ...result, outputs: unknowns(result.outputs) }),
    });
  }

  update(call: UpdateCall): Promise<{ readonly outputs: PropertyMap }> {
    if (call.preview) return this.inner.update(call);
    return this.run("update", call, {
      work: () => this.inner.update(call),
      partial: ({ message, outputs }, done) =>
        new PartialFailure(message, call.id, { ...done.outputs, ...outputs }, [message]),
      unknown: ({ outputs }) => ({ outputs: unknowns(outputs) }),
    });
  }

  delete(call: DeleteCall): Promise<void> {
    return this.run("delete", call, { work: () => this.inner.delete(call) });
  }

  invoke(token: string, args: PropertyMap, preview?: boolean): Promise<InvokeResult> {
    const call = { urn: "", type: token };
    return this.run("invoke", call, { work: () => this.inner.invoke(token, args, preview) });
  }

  cancel(): void {
    this.cancelled.abort(new Error("the call was cancelled"));
    this.inner.cancel();
  }

  close(): Promise<void> {
    return this.inner.close();
  }

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

const NO_RESOURCE: ResourceCall = { urn: "", type: "" };
