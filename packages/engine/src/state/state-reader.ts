import type { StackReader } from "../providers/builtin-provider";
import { STACK_TYPE } from "../urn";
import type { PropertyMap, PropertyValue } from "../values";
import type { Backend, StackName } from "./backend";
import { type Snapshot, snapshotFromJson } from "./checkpoint";
import type { Encryption } from "./encryption";
import type { ResourceState } from "./resource-state";

/** Reads other stacks, and its own, from the backend of a run. */
export class BackendStackReader implements StackReader {
  constructor(
    private readonly backend: Backend,
    private readonly own: StackName,
    private readonly encryptionFor: (name: StackName, salt: string | undefined) => Encryption,
    readonly resource: (urn: string) => ResourceState | undefined,
  ) {}

  async stackOutputs(name: string): Promise<PropertyMap> {
    const { resources } = await this.read(name);
    const root = resources.find((state) => state.type === STACK_TYPE && !state.delete);
    return root?.outputs ?? {};
  }

  async resourceOutputs(name: string): Promise<PropertyMap> {
    const { resources } = await this.read(name);
    const outputs: Record<string, PropertyValue> = {};
    for (const state of resources) {
      if (state.delete) continue;
      outputs[state.urn] = { type: state.type, outputs: state.outputs ?? {} };
    }
    return outputs;
  }

  private async read(name: string): Promise<Snapshot> {
    const stack = this.parse(name);
    const stored = await this.backend.load(stack);
    if (!stored) {
      // The stack that is being made has no state yet, which is no mistake.
      if (stack.project === this.own.project && stack.stack === this.own.stack)
        return { resources: [], pendingOperations: [] };
      throw new Error(`unknown stack "${name}"`);
    }
    const state = stored.deployment.secrets_providers?.state as { salt?: string } | undefined;
    const encryption = this.encryptionFor(stack, state?.salt);
    if (stored.encrypted) await encryption.unlock();
    return snapshotFromJson(stored.deployment, encryption);
  }

  /** `stack`, `project/stack` or `organization/project/stack`. */
  private parse(name: string): StackName {
    const parts = name.split("/");
    const [stack = "", project = this.own.project, organization = "organization"] = parts.reverse();
    if (organization !== "organization") {
      throw new Error(
        `"${name}": the organization of a local backend is "organization", got "${organization}"`,
      );
    }
    return { project, stack };
  }
}
