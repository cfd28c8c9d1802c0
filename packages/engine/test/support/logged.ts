import * as pulumi from "@pulumi/pulumi";

/** What was done to {@link Logged} resources, in order. */
export const effects: string[] = [];

export interface LoggedArgs {
  readonly value?: pulumi.Input<unknown>;
  readonly other?: pulumi.Input<unknown>;
  /** Fails this operation. */
  readonly fail?: "create" | "update" | "delete" | "partial-create" | "partial-update";
  /** What the provider's own diff says; without it the engine compares. */
  readonly diff?: { changes?: boolean; replaces?: string[]; deleteBeforeReplace?: boolean };
}

interface Inputs {
  name: string;
  value?: unknown;
  fail?: string;
  diff?: LoggedArgs["diff"];
}

let serial = 0;

function partialFailure(id: string, inputs: Inputs): Error {
  return Object.assign(new Error("half done"), {
    id,
    properties: { ...inputs, out: "half" },
    reasons: ["because"],
  });
}

const provider = {
  async diff(_id: string, _olds: Inputs, news: Inputs) {
    return news.diff ?? {};
  },
  async create(inputs: Inputs) {
    effects.push(`create ${inputs.name}`);
    if (inputs.fail === "create") throw new Error("create refused");
    const id = `id-${++serial}`;
    if (inputs.fail === "partial-create") throw partialFailure(id, inputs);
    return { id, outs: { ...inputs, out: `out of ${JSON.stringify(inputs.value)}` } };
  },
  async update(id: string, _olds: Inputs, news: Inputs) {
    effects.push(`update ${news.name}`);
    if (news.fail === "update") throw new Error("update refused");
    if (news.fail === "partial-update") throw partialFailure(id, news);
    return { outs: { ...news, out: `out of ${JSON.stringify(news.value)}` } };
  },
  async delete(_id: string, props: Inputs) {
    effects.push(`delete ${props.name}`);
    if (props.fail === "delete") throw new Error("delete refused");
  },
};

Object.assign(globalThis, { loggedProvider: provider });

/** A dynamic resource whose provider notes what it does. */
export class Logged extends pulumi.CustomResource {
  declare readonly out: pulumi.Output<string>;
  declare readonly value: pulumi.Output<unknown>;

  constructor(name: string, args: LoggedArgs = {}, options?: pulumi.CustomResourceOptions) {
    const inputs = {
      ...args,
      name,
      out: undefined,
      __provider: "exports.handler = () => globalThis.loggedProvider;",
    };
    super("pulumi-nodejs:dynamic:Logged", name, inputs, options);
  }
}
