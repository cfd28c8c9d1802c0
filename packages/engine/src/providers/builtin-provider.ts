import { randomUUID } from "node:crypto";
import type {
  CheckCall,
  CheckResult,
  CreateCall,
  CreateResult,
  DiffCall,
  DiffResult,
  InvokeResult,
  Provider,
  ReadCall,
  ReadResult,
  UpdateCall,
} from "../provider";
import type { ResourceState } from "../state/resource-state";
import { containsSecrets, equal, type PropertyMap, type PropertyValue } from "../values";
import { UNKNOWN_DIFF } from "./provider-client";

const STACK_REFERENCE = "pulumi:pulumi:StackReference";
const STASH = "pulumi:index:Stash";

/** What the engine's own provider needs to know of states. */
export interface StackReader {
  /** The outputs of a stack's root; undefined when there is no such stack. */
  stackOutputs(name: string): Promise<PropertyMap>;
  /** The outputs of each live resource of a stack, by URN. */
  resourceOutputs(name: string): Promise<PropertyMap>;
  /** A resource of this run. */
  resource(urn: string): ResourceState | undefined;
}

const NO_DIFF: DiffResult = { ...UNKNOWN_DIFF, changes: "none" };

/** The package `pulumi`: references to stacks, stashes, and the functions that read states. */
export class BuiltinProvider implements Provider {
  readonly features = { secrets: true, resources: true, preview: true };

  constructor(private readonly reader: StackReader) {}

  async checkConfig(_: string, __: PropertyMap | undefined, news: PropertyMap): Promise<CheckResult> {
    return { inputs: news, failures: [] };
  }

  async diffConfig(): Promise<DiffResult> {
    return NO_DIFF;
  }

  async configure(): Promise<void> {}

  async check({ type, news }: CheckCall): Promise<CheckResult> {
    const property = type === STASH ? "input" : "name";
    if (type !== STASH && type !== STACK_REFERENCE) throw new Error(`unrecognized resource type '${type}'`);
    const unknown = Object.keys(news).filter((key) => key !== property);
    const failures = unknown.map((key) => ({ property: key, reason: `unknown property "${key}"` }));
    if (news[property] === undefined)
      failures.push({ property, reason: `missing required property "${property}"` });
    return { inputs: news, failures };
  }

  async diff({ type, oldInputs, news }: DiffCall): Promise<DiffResult> {
    const property = type === STASH ? "input" : "name";
    if (equal(oldInputs[property] ?? null, news[property] ?? null)) return NO_DIFF;
    if (type === STASH) return { ...NO_DIFF, changes: "some", diffs: [property] };
    return { ...NO_DIFF, changes: "some", replaces: [property] };
  }

  async create({ type, news, preview }: CreateCall): Promise<CreateResult> {
    const id = preview ? "" : randomUUID();
    if (type === STASH) return { id, outputs: { input: news.input ?? null, output: news.input ?? null } };
    return { id, outputs: await this.stackReference(news) };
  }

  async update({ oldOutputs, news }: UpdateCall): Promise<{ outputs: PropertyMap }> {
    return { outputs: { input: news.input ?? null, output: oldOutputs.output ?? null } };
  }

  async delete(): Promise<void> {}

  async read({ id, type, inputs, outputs }: ReadCall): Promise<ReadResult> {
    if (type === STASH) return { id, inputs, outputs };
    return { id, inputs, outputs: await this.stackReference(inputs) };
  }

  async invoke(token: string, args: PropertyMap): Promise<InvokeResult> {
    switch (token) {
      case "pulumi:pulumi:readStackOutputs":
        return { outputs: await this.stackReference(args), failures: [] };
      case "pulumi:pulumi:readStackResourceOutputs": {
        const name = text(args.stackName, "stackName");
        return { outputs: { name, outputs: await this.reader.resourceOutputs(name) }, failures: [] };
      }
      case "pulumi:pulumi:getResource":
        return { outputs: this.resource(text(args.urn, "urn")), failures: [] };
      default:
        throw new Error(`unrecognized function name: '${token}'`);
    }
  }

  cancel(): void {}

  async close(): Promise<void> {}

  private async stackReference(inputs: PropertyMap): Promise<PropertyMap> {
    const name = text(inputs.name, "name");
    const outputs = await this.reader.stackOutputs(name);
    const secretOutputNames = Object.keys(outputs)
      .filter((key) => containsSecrets(outputs[key]!))
      .sort();
    return { name, outputs, secretOutputNames };
  }

  private resource(urn: string): PropertyMap {
    const state = this.reader.resource(urn);
    if (!state) throw new Error(`unknown resource ${urn}`);
    return { urn, id: state.id, provider: state.provider, state: state.outputs ?? {} };
  }
}

function text(value: PropertyValue | undefined, property: string): string {
  if (typeof value !== "string") throw new Error(`expected '${property}' to be a string`);
  return value;
}
