import type { ConstructCall, RunInfo } from "../provider";
import type { ProviderClient } from "../providers/provider-client";
import type { PropertyMap } from "../values";
import { type InputDependencies, withOutputDependencies } from "./input-dependencies";

/** A component that a plugin has made and registered. */
export interface RemoteResult {
  readonly state: { readonly urn: string; readonly id: string; readonly outputs: PropertyMap };
  readonly dependencies: InputDependencies;
}

/** Lets plugins make components. */
export class RemoteComponents {
  constructor(
    private readonly info: () => Promise<RunInfo>,
    /** Registers a component that cannot be made yet, for its URN. */
    private readonly registerEmpty: (type: string, name: string, parent: string) => Promise<string>,
    /** Ends the run: a component that fails is the program's failure. */
    private readonly fail: (error: Error) => void,
  ) {}

  /** Resolves when the plugin has registered the component and all that is in it. */
  async construct(client: ProviderClient, call: Omit<ConstructCall, "info">): Promise<RemoteResult> {
    const { type, name, parent } = call;
    try {
      const result = await client.construct({ ...call, info: await this.info() });
      // The provider's configuration is not known yet, so neither is what the component consists of.
      if (!result) return remote(await this.registerEmpty(type, name, parent), {}, {});
      return remote(result.urn, result.outputs, withOutputDependencies(result.dependencies, result.outputs));
    } catch (error) {
      this.fail(new Error(`${type} resource '${name}' has a problem: ${(error as Error).message}`));
      throw new Error("resource monitor shut down");
    }
  }
}

function remote(urn: string, outputs: PropertyMap, dependencies: InputDependencies): RemoteResult {
  return { state: { urn, id: "", outputs }, dependencies };
}
