import { type Scenario, ups } from "../scenario";
import { group, made, note } from "./made";

/** What stays secret on its way through inputs, outputs and the state. */
export const secrets: readonly Scenario[] = [
  {
    name: "secrets-nested",
    unordered: true,
    program: `
  const v = config.require("value");
  new Logged("map", { value: { plain: 1, hidden: pulumi.secret(v) } });
  new Logged("list", { value: [1, pulumi.secret(v), [pulumi.secret(v)]] });
  new Logged("whole", { value: pulumi.secret({ a: [v], b: { c: v } }) });
  new Logged("twice", { value: pulumi.secret({ a: pulumi.secret(v) }) });
  new Logged("derived", { value: pulumi.secret(v).apply((text) => text + "!") });
  new Logged("mixed", { value: pulumi.all([pulumi.secret(v), "plain"]).apply((pair) => pair) });
  new Logged("interpolated", { value: pulumi.interpolate\`before \${pulumi.secret(v)} after\` });
  new Logged("unsecret", { value: pulumi.unsecret(pulumi.secret(v)) });
  new Logged("empty", { value: pulumi.secret(""), other: pulumi.secret(null), third: pulumi.secret([]) });
  new Logged("number", { value: pulumi.secret(42), other: pulumi.secret(false) });`,
    commands: ups("1", "1", "2"),
  },
  {
    name: "secrets-gained-and-lost",
    unordered: true,
    program: `
  const hide = (on, value) => on ? pulumi.secret(value) : value;
  const second = step === 2;
  new Logged("gains", { value: hide(second, "x") });
  new Logged("loses", { value: hide(!second, "x") });
  new Logged("gains-deep", { value: { x: hide(second, "x"), y: 1 } });
  new Logged("loses-deep", { value: { x: hide(!second, "x"), y: 1 } });
  new Logged("moves-up", { value: second ? pulumi.secret({ x: 1 }) : { x: pulumi.secret(1) } });`,
    commands: [{ run: "up" }, { run: "preview" }, { run: "up" }, { run: "up" }],
  },
  {
    name: "secrets-of-outputs",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value: { x: pulumi.secret(value), y: 1 }, other: "o" }, { additionalSecretOutputs: ["other", "missing"] });
  const b = new Logged("b", { value: a.other, out2: a.out });
  new Logged("c", { value: b.value, other: b.out });`,
    commands: ups("1", "2"),
  },
  {
    name: "secret-outputs-added-and-dropped",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value: "x" }, value === "1" ? { additionalSecretOutputs: ["out"] } : {});
  new Logged("b", { value: a.out });`,
    commands: ups("1", "2", "1"),
  },
  {
    name: "secrets-in-stack-outputs",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value: pulumi.secret(value) });
  return { direct: pulumi.secret("s"), deep: { list: [pulumi.secret(1), 2] }, ofResource: a.value, out: a.out,
    joined: pulumi.all([a.value, "x"]).apply((all) => all.join()), nothing: pulumi.secret(undefined), plain: "p" };`,
    commands: ups("1", "2"),
  },
  {
    name: "secrets-in-components",
    program: `${made}
  class Holder extends pulumi.ComponentResource {
    constructor(name, args) {
      super("test:index:Holder", name, args);
      this.child = new Logged(name + "-child", { value: args.value }, { parent: this, additionalSecretOutputs: ["out"] });
      this.registerOutputs({ out: this.child.out, value: args.value, deep: { x: pulumi.secret(1) } });
    }
  }
  const value = config.require("value");
  const h = await made(new Holder("h", { value: pulumi.secret(value), deep: { y: pulumi.secret("y") } }));
  return { out: h.child.out };`,
    commands: ups("1", "2"),
  },
  {
    name: "secrets-of-the-configuration",
    program: `${note}
  const hidden = config.requireSecret("hidden");
  hidden.apply((value) => note("hidden is", value));
  note(await pulumi.isSecret(hidden), config.get("plain"), await pulumi.isSecret(pulumi.output(config.get("plain"))));
  const a = new Logged("a", { value: hidden, other: config.getSecret("plain") });
  return { hidden, object: config.getSecretObject("object") };`,
    commands: [
      { run: "up", config: { plain: "p", object: '{"a":1}' }, secrets: { hidden: "h" } },
      { run: "up", secrets: { hidden: "other" } },
    ],
  },
  {
    name: "resource-references",
    unordered: true,
    program: `${made}${group}
  const value = config.require("value");
  const a = new Logged("a", { value });
  const g = await made(new Group("g", { value }));
  await made(g.child);
  class Holder extends pulumi.ComponentResource {
    constructor(name, args) {
      super("test:index:Holder", name, args);
      this.registerOutputs({ resource: args.resource, secret: pulumi.secret(args.resource) });
    }
  }
  await made(new Holder("h", { resource: a, component: g, list: [a, { g }], secret: pulumi.secret(a) }));
  return { a, g, list: [a], secret: pulumi.secret(a), urn: a.urn, id: a.id };`,
    commands: [{ run: "preview", config: { value: "1" } }, ...ups("1", "2")],
  },
  {
    name: "resource-references-as-dynamic-inputs",
    program: `
  const a = new Logged("a");
  new Logged("b", { value: a });`,
    commands: [{ run: "up" }],
  },
  {
    name: "secret-and-replaced",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value: pulumi.secret(value) }, { replaceOnChanges: ["value"], additionalSecretOutputs: ["out"] });
  new Logged("b", { value: a.out }, { replaceOnChanges: ["value"] });`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    name: "secret-and-partial",
    program: `
  const value = config.require("value");
  new Logged("a", { value: pulumi.secret(value), fail: value === "bad" ? "partial-create" : "partial-update" }, { additionalSecretOutputs: ["out"] });`,
    commands: ups("bad", "2"),
  },
];
