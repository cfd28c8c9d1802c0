import { equal, type PropertyMap, type PropertyValue, Unknown } from "../../values";
import { checkInputs } from "../schema/check-inputs";
import { diffResource } from "../schema/diff-resource";
import { plan } from "../schema/plan";
import { importedInputs, refreshedInputs } from "../schema/read-inputs";
import { stateOutputs } from "../schema/state-outputs";
import { madeUp } from "./made-up";
import type { MemoryRules } from "./memory-rules";
import type { MemoryStore } from "./memory-store";
import type { MemoryType } from "./memory-type";

/** The rules of a provider that wraps a Terraform one. */
export class BridgedRules implements MemoryRules {
  readonly type: string;
  readonly secrets: readonly string[];

  constructor(private readonly table: MemoryType) {
    this.type = table.schema.type;
    this.secrets = table.secrets ?? [];
  }

  check(call: Parameters<MemoryRules["check"]>[0]) {
    return checkInputs(this.table.schema, call);
  }

  diff(call: Parameters<MemoryRules["diff"]>[0]) {
    return diffResource(this.table.schema, call);
  }

  plan(prior: PropertyMap | undefined, inputs: PropertyMap): PropertyMap {
    return plan(this.table.schema, prior, inputs);
  }

  create(inputs: PropertyMap, planned: PropertyMap, store: MemoryStore) {
    const { schema, unique } = this.table;
    const name = unique && planned[unique.property];
    const isTaken = store
      .list(schema.type)
      .some(({ outputs }) => equal(outputs[unique?.property ?? ""] ?? null, name ?? null));
    if (unique && isTaken) throw new Error(unique.conflict(String(name)));
    const count = store.next();
    const id = this.table.id?.(inputs, count) ?? `${schema.type.split(":").at(-1)}-${count}`;
    const filled: Record<string, PropertyValue> = {};
    for (const [key, property] of Object.entries(schema.properties)) {
      if (planned[key] instanceof Unknown) filled[key] = madeUp(key, property, id);
    }
    const observed = { ...filled, ...this.table.fill?.(inputs, id, count) };
    return { id, outputs: stateOutputs(schema, id, planned, observed, { created: true }) };
  }

  update(id: string, planned: PropertyMap): PropertyMap {
    return stateOutputs(this.table.schema, id, planned, {}, { created: false });
  }

  read(old: PropertyMap | undefined, outputs: PropertyMap): PropertyMap {
    return old
      ? refreshedInputs(this.table.schema, old, outputs)
      : importedInputs(this.table.schema, outputs);
  }
}
