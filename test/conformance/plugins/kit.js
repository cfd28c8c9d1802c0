// A plugin written with the SDK's provider package: resources, a component, methods and functions.
const pulumi = require("@pulumi/pulumi");
const { main } = require("@pulumi/pulumi/provider");
const { behaviour, nameOf, note, text, SIGNATURE } = require("./notes");

const bare = (value) => (value?.[SIGNATURE] && "value" in value ? value.value : value);

function outputs(inputs) {
  const { fail, diff, ...rest } = inputs;
  return { ...rest, out: `out of ${text(bare(inputs.value) ?? null)}` };
}

class Item extends pulumi.CustomResource {
  constructor(name, inputs, options) {
    super("kit:index:Item", name, { out: undefined, ...inputs }, options);
  }
}

class Group extends pulumi.ComponentResource {
  constructor(name, inputs, options) {
    super("kit:index:Group", name, {}, options);
    const { size = 1, value, fail } = inputs;
    if (fail === "construct") this.refusal = new Error("construct refused");
    if (fail === "input")
      this.refusal = new pulumi.InputPropertyError({ propertyPath: "value", reason: "is not wanted" });
    if (this.refusal) return;
    const { itemOptions = {} } = behaviour();
    this.items = [];
    for (let i = 0; i < size; i++) {
      this.items.push(new Item(`${name}-${i}`, { value }, { parent: this, ...itemOptions }));
    }
    this.outs = pulumi.output(this.items.map((item) => item.out));
    this.first = this.items[0];
    this.registerOutputs({ outs: this.outs, first: this.first });
  }
}

const provider = {
  version: "0.3.0",
  schema: "{}",
  async check(urn, olds, news) {
    note(`kit check ${nameOf(urn)} ${text(olds)} ${text(news)}`);
    if (bare(news.fail) === "check")
      return { inputs: news, failures: [{ property: "value", reason: "refused" }] };
    return { inputs: news };
  },
  async diff(id, urn, olds, news) {
    note(`kit diff ${nameOf(urn)} ${id} ${text(olds)} ${text(news)}`);
    return bare(news.diff) ?? {};
  },
  async create(urn, inputs) {
    note(`kit create ${nameOf(urn)} ${text(inputs)}`);
    if (bare(inputs.fail) === "create") throw new Error("create refused");
    return { id: `id of ${nameOf(urn)}`, outs: outputs(inputs) };
  },
  async read(id, urn, props) {
    note(`kit read ${nameOf(urn)} ${id} ${text(props)}`);
    return { id, props };
  },
  async update(id, urn, olds, news) {
    note(`kit update ${nameOf(urn)} ${id} ${text(olds)} ${text(news)}`);
    return { outs: outputs(news) };
  },
  async delete(id, urn, props) {
    note(`kit delete ${nameOf(urn)} ${id} ${text(props)}`);
  },
  async construct(name, type, inputs, options) {
    const providers = Object.keys(options.providers ?? {});
    const given = {
      protect: options.protect,
      ignoreChanges: options.ignoreChanges,
      aliases: options.aliases,
      providers,
    };
    note(`kit construct ${name} ${type} ${Object.keys(inputs).sort()} ${text(given)}`);
    if (type !== "kit:index:Group") throw new Error(`unknown component ${type}`);
    const group = new Group(name, inputs, options);
    if (group.refusal) {
      // The registration and the refusal travel on different connections: the first is to arrive in any case.
      await new Promise((resolve) => group.urn.apply(resolve));
      throw group.refusal;
    }
    return { urn: group.urn, state: { outs: group.outs, first: group.first } };
  },
  async call(token, args) {
    note(`kit call ${token} ${Object.keys(args).sort()}`);
    if (args.fail) throw new Error("call refused");
    if (args.refused) return { failures: [{ property: "refused", reason: "it is refused" }] };
    const greeting = pulumi.output(args.who).apply((who) => `hello ${who}`);
    return { outputs: { greeting } };
  },
  async invoke(token, args) {
    note(`kit invoke ${token} ${text(args)}`);
    if (args.fail) throw new Error("invoke refused");
    if (args.refused) return { failures: [{ property: "refused", reason: "it is refused" }] };
    return { outputs: { ...args, answer: 42 } };
  },
};

main(provider, process.argv.slice(2));
