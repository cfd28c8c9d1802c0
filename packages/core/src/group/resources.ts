import * as pulumi from "@pulumi/pulumi";
import type { Json } from "../canonical-json";
import type { History } from "../history/history";
import type { GateInputs, SwitchInputs } from "../provider/inputs";
import { providerLoader } from "../provider/loader";

/** The frozen type tokens. A change of one is a breaking change. */
const GATE_TYPE = "pulumi-nodejs:dynamic/anew:Gate";
const SWITCH_TYPE = "pulumi-nodejs:dynamic/anew:Switch";
const SALT_TYPE = "pulumi-nodejs:dynamic/anew:Salt";

/** The keys of an interface, each as an input that may be computed. */
type Computed<T> = { readonly [K in keyof T]: pulumi.Input<T[K]> };

/** The proof that a generation may receive traffic: created once it is healthy, deleted once it is drained. */
class Gate extends pulumi.CustomResource {
  declare public readonly identity: pulumi.Output<Json>;
  /** Only in the gate of a service without a switch. */
  declare public readonly history: pulumi.Output<History>;

  constructor(
    name: string,
    providerModule: string,
    inputs: Computed<GateInputs>,
    opts: pulumi.CustomResourceOptions,
  ) {
    super(
      GATE_TYPE,
      name,
      { ...inputs, history: undefined, __provider: providerLoader(providerModule, "gate") },
      opts,
    );
  }
}

/** Which generation receives the traffic: the one thing that is ever updated. */
class Switch extends pulumi.CustomResource {
  declare public readonly history: pulumi.Output<History>;

  constructor(
    name: string,
    providerModule: string,
    inputs: Computed<SwitchInputs>,
    opts: pulumi.CustomResourceOptions,
  ) {
    super(
      SWITCH_TYPE,
      name,
      { ...inputs, history: undefined, __provider: providerLoader(providerModule, "switch") },
      opts,
    );
  }
}

/** The random key of a group's fingerprints. */
class Salt extends pulumi.CustomResource {
  declare public readonly value: pulumi.Output<string>;

  constructor(name: string, providerModule: string, opts: pulumi.CustomResourceOptions) {
    super(
      SALT_TYPE,
      name,
      { value: undefined, __provider: providerLoader(providerModule, "salt") },
      { ...opts, additionalSecretOutputs: ["value"] },
    );
  }
}

export { GATE_TYPE, Gate, SALT_TYPE, Salt, SWITCH_TYPE, Switch };
