import {
  type CreateCall,
  type CreateResult,
  type DeleteCall,
  isList,
  isMap,
  MemoryProvider,
  type MemoryProviderOptions,
  type PropertyMap,
  type PropertyValue,
  type ReadCall,
  type ReadResult,
  Secret,
} from "@anew/engine";
import type { Account } from "./account";
import { MIRRORS } from "./mirrors";

/**
 * The engine's provider of AWS, whose checks, plans and diffs are those of the real one, and whose objects that gate and
 * switch reach are made in an account as well: with the inputs that the program declared.
 */
export class MotoProvider extends MemoryProvider {
  constructor(
    options: MemoryProviderOptions,
    private readonly account: Account,
  ) {
    super(options);
  }

  override async create(call: CreateCall): Promise<CreateResult> {
    const made = await super.create(call);
    const mirror = MIRRORS[call.type];
    if (call.preview || mirror === undefined) return made;
    const { store } = this;
    const object = store.get(call.type, made.id);
    store.remove(call.type, made.id);
    const { id, outputs } = await mirror.create(this.account, plain(call.news) as PropertyMap);
    if (object !== undefined) {
      store.put({ ...object, id, outputs: { ...object.outputs, ...outputs, id } });
    }
    return { id, outputs: { ...made.outputs, ...outputs, id } };
  }

  override async read(call: ReadCall): Promise<ReadResult> {
    const live = await MIRRORS[call.type]?.read?.(this.account, call.id);
    if (live !== undefined) this.store.change(call.type, call.id, live);
    return super.read(call);
  }

  override async delete(call: DeleteCall): Promise<void> {
    await MIRRORS[call.type]?.delete(this.account, call.id, call.outputs).catch((error: Error) => {
      // What is gone already is a success, as with the real provider.
      if (!/NotFound|Missing/.test(error.name)) throw error;
    });
    await super.delete(call);
  }
}

/** A value without `Secret`s. */
function plain(value: PropertyValue): unknown {
  if (value instanceof Secret) return plain(value.element);
  if (isList(value)) return value.map(plain);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
  return value;
}
