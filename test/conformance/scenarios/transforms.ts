import { type Scenario, ups } from "../scenario";

const EVERY_OPTION = `{
    additionalSecretOutputs: ["out"], aliases: [{ name: "earlier" }], customTimeouts: { create: "3m", update: "4m", delete: "5m" },
    deleteBeforeReplace: true, ignoreChanges: ["ignored"], protect: false, replaceOnChanges: ["value"], retainOnDelete: true,
    hideDiffs: ["hidden"], dependsOn: [base], deletedWith: base, replaceWith: [base], replacementTrigger: "trigger" }`;

/** Transforms of the stack, of resources and of invokes. */
export const transforms: readonly Scenario[] = [
  {
    name: "transform-every-option",
    wholeState: true,
    unordered: true,
    program: `
  const value = config.require("value");
  const base = new Logged("base");
  const p = new RawProvider("p");
  const every = () => (${EVERY_OPTION});
  const a = new Logged("a", { value, ignored: value }, { transforms: [({ props, opts }) => ({ props, opts: { ...opts, ...every() } })] });
  await new Promise((resolve) => a.urn.apply(resolve));
  new Raw("b", { value, ignored: value }, {
    transforms: [async ({ props, opts }) => ({ props, opts: { ...opts, ...every(), provider: p, version: "1.1.0" } })],
  });`,
    commands: ups("1", "2"),
  },
  {
    // Without transforms of its own, a resource does not take the dependencies that the stack's transforms give.
    name: "transform-of-the-stack-and-every-option",
    wholeState: true,
    program: `
  const value = config.require("value");
  const base = new Logged("base");
  await new Promise((resolve) => base.urn.apply(resolve));
  const every = () => (${EVERY_OPTION});
  pulumi.runtime.registerResourceTransform(({ name, props, opts }) => {
    if (name === "a") return { props: { ...props, given: base.out }, opts: { ...opts, ...every() } };
  });
  new Logged("a", { value, ignored: value });`,
    commands: ups("1", "2"),
  },
  {
    name: "transform-options-taken-away",
    wholeState: true,
    program: `
  const value = config.require("value");
  const base = new Logged("base");
  const every = ${EVERY_OPTION};
  new Logged("a", { value, ignored: value }, { ...every, transforms: [({ props, opts }) => ({
    props, opts: { ...opts, additionalSecretOutputs: [], aliases: [], customTimeouts: undefined, deleteBeforeReplace: false,
      ignoreChanges: [], protect: true, replaceOnChanges: [], retainOnDelete: false, hideDiffs: [], dependsOn: [],
      deletedWith: undefined, replaceWith: [], replacementTrigger: undefined } })] });`,
    commands: ups("1", "2"),
  },
  {
    name: "transform-order",
    wholeState: true,
    program: `
  class Component extends pulumi.ComponentResource {
    constructor(name, props, options) { super("my:index:Component", name, props, options); }
  }
  const add = (text) => ({ props, opts }) => ({ props: { ...props, seen: [...(props.seen ?? []), text] }, opts });
  const slow = (text) => async (args) => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return add(text)(args);
  };
  pulumi.runtime.registerResourceTransform(slow("stack"));
  const outer = new Component("outer", {}, { transforms: [add("outer 1"), slow("outer 2")] });
  const inner = new Component("inner", {}, { parent: outer, transforms: [add("inner")] });
  new Logged("a", {}, { parent: inner, transforms: [add("own 1"), slow("own 2")],
    transformations: [({ props, opts }) => ({ props: { ...props, legacy: true }, opts })] });
  await new Promise((resolve) => inner.urn.apply(resolve));
  new Logged("b", {}, { parent: inner });`,
    unordered: true,
    commands: [{ run: "up" }, { run: "up" }],
  },
  {
    name: "transform-of-values",
    wholeState: true,
    program: `
  const value = config.require("value");
  const source = new Logged("source", { value });
  pulumi.runtime.registerResourceTransform(({ name, props, opts }) => {
    if (name !== "a") return undefined;
    return { props: { ...props, secret: pulumi.secret(props.value), late: source.out, both: pulumi.secret(source.out),
      nested: { deep: [source.out, pulumi.secret("s")] }, gone: undefined, none: null, whole: source }, opts };
  });
  const a = new Logged("a", { value, gone: "x", unknown: source.out, kept: pulumi.secret("k") },
    { transforms: [({ props, opts }) => ({ props: { ...props, unknown: pulumi.output(props.unknown).apply((x) => x + "!") }, opts })] });
  return { out: a.out };`,
    commands: [{ run: "preview", config: { value: "1" } }, ...ups("1", "2")],
  },
  {
    name: "transform-throws",
    program: `
  const value = config.require("value");
  if (value === "stack") pulumi.runtime.registerResourceTransform(() => { throw new Error("no resources today"); });
  new Logged("a");
  if (value === "own") new Logged("b", {}, { transforms: [async () => { throw new Error("not this one"); }] });`,
    commands: ups("own", "stack", "fine"),
  },
  {
    name: "transform-of-invokes",
    unordered: true,
    wholeState: true,
    program: `
  const value = config.require("value");
  const p = new RawProvider("p", { region: value });
  const q = new RawProvider("q", { region: "q" });
  await new Promise((resolve) => pulumi.all([p.urn, q.urn]).apply(resolve));
  pulumi.runtime.registerInvokeTransform(({ token, args, opts }) => ({ args: { ...args, first: token }, opts }));
  pulumi.runtime.registerInvokeTransform(async ({ args, opts }) => {
    if (args.fail) throw new Error("not this call");
    return args.other ? { args: { ...args, secret: pulumi.secret("s") }, opts: { ...opts, provider: q } } : undefined;
  });
  const one = await pulumi.runtime.invoke("raw:index:ask", { value }, { provider: p });
  const two = await pulumi.runtime.invoke("raw:index:ask", { value, other: true }, { provider: p });
  const three = value === "fail" ? await pulumi.runtime.invoke("raw:index:ask", { fail: true }, { provider: p }) : 0;
  return { one, two, three };`,
    commands: ups("1", "fail"),
  },
  {
    name: "transform-changes-the-name-of-nothing",
    wholeState: true,
    program: `
  pulumi.runtime.registerResourceTransform(({ type, name, custom, props, opts }) => ({
    props: { ...props, told: [type, name, custom] }, opts: { ...opts, parent: undefined } }));
  class Component extends pulumi.ComponentResource {
    constructor(name, options) { super("my:index:Component", name, {}, options); }
  }
  const one = new Component("one");
  new Logged("a", {}, { parent: one });`,
    commands: [{ run: "up" }],
  },
];
