import { type Scenario, ups } from "../scenario";
import { group } from "./made";

/** Parents, components, aliases and transforms. */
export const structure: readonly Scenario[] = [
  {
    name: "component",
    unordered: true,
    program: `${group}
  const value = config.require("value");
  const g = new Group("g", { value });
  new Logged("after", { value: g.out }, { dependsOn: g });
  return { out: g.out };`,
    commands: [...ups("1", "1", "2"), { run: "destroy" }],
  },
  {
    name: "component-options-inherited",
    program: `${group}
  const value = config.require("value");
  if (value !== "gone") new Group("g", { value: "x" }, { protect: value === "1", retainOnDelete: true });`,
    commands: ups("1", "2", "gone"),
  },
  {
    name: "alias-name",
    program: `
  const value = config.require("value");
  if (value === "1") new Logged("old", {});
  else new Logged("new", { name: "old" }, { aliases: [{ name: "old" }] });`,
    commands: ups("1", "2", "3"),
  },
  {
    name: "alias-urn",
    program: `
  const value = config.require("value");
  if (value === "1") new Logged("old", {});
  else new Logged("new", { name: "old" }, { aliases: ["urn:pulumi:dev::conformance::pulumi-nodejs:dynamic:Logged::old"] });`,
    commands: ups("1", "2"),
  },
  {
    name: "alias-parent",
    unordered: true,
    program: `${group}
  const value = config.require("value");
  const g = new Group("g", { value: "x" });
  if (value === "1") new Logged("moving", {});
  else new Logged("moving", {}, { parent: g, aliases: [{ parent: pulumi.rootStackResource }] });`,
    commands: ups("1", "2"),
  },
  {
    name: "alias-no-parent",
    unordered: true,
    program: `${group}
  const value = config.require("value");
  const g = new Group("g", { value: "x" });
  if (value === "1") new Logged("moving", {}, { parent: g });
  else new Logged("moving", {}, { aliases: [{ parent: g }] });`,
    commands: ups("1", "2"),
  },
  {
    name: "alias-component-renamed",
    program: `${group}
  const value = config.require("value");
  if (value === "1") new Group("old", { value: "x" });
  else new Group("new", { value: "x" }, { aliases: [{ name: "old" }] });`,
    commands: ups("1", "2", "3"),
  },
  {
    name: "alias-type",
    program: `
  class Group extends pulumi.ComponentResource {
    constructor(type, name, opts) {
      super(type, name, {}, opts);
      new Logged("child", {}, { parent: this });
      this.registerOutputs();
    }
  }
  const value = config.require("value");
  if (value === "1") new Group("test:index:Old", "g");
  else new Group("test:index:New", "g", { aliases: [{ type: "test:index:Old" }] });`,
    commands: ups("1", "2"),
  },
  {
    name: "duplicate-urn",
    program: `
  const a = new Logged("a");
  new Logged("a", { value: a.out });`,
    commands: [{ run: "preview" }, { run: "up" }],
  },
  {
    name: "transforms",
    program: `
  const value = config.require("value");
  pulumi.runtime.registerStackTransform(({ props, opts, type }) =>
    type === "pulumi-nodejs:dynamic:Logged" ? { props: { ...props, stack: true }, opts: { ...opts, protect: false } } : undefined);
  const a = new Logged("a", { value }, { transforms: [({ props, opts }) => ({ props: { ...props, own: value }, opts })] });
  new Logged("b", { value: a.out }, { transforms: [({ props, opts }) => ({ props, opts: pulumi.mergeOptions(opts, { replaceOnChanges: ["value"] }) })] });`,
    commands: ups("1", "1", "2"),
  },
  {
    name: "dependencies",
    unordered: true,
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value });
  const b = new Logged("b", { value: a.out, other: a.value });
  const c = new Logged("c", { value: pulumi.all([a.out, b.out]).apply(([x, y]) => x + y) });
  new Logged("d", {}, { dependsOn: [a, c] });
  new Logged("e", {}, { parent: b });`,
    commands: [...ups("1", "2"), { run: "destroy" }],
  },
  {
    name: "self-stack-reference",
    program: `
  const value = config.require("value");
  const self = new pulumi.StackReference("organization/conformance/dev");
  const before = self.getOutput("value");
  new Logged("a", { value: before.apply((v) => v ?? "nothing") });
  return { value, secret: pulumi.secret("s") };`,
    commands: [...ups("1", "2"), { run: "preview" }, ...ups("2")],
  },
  {
    name: "read-stack-resource-outputs",
    program: `
  const result = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName: "organization/conformance/dev" });
  const urns = Object.keys(result.outputs ?? {}).filter((urn) => urn.endsWith("::a"));
  new Logged("a", { value: "x", seen: urns.length });`,
    commands: [{ run: "preview" }, { run: "up" }, { run: "preview" }, { run: "up" }, { run: "up" }],
  },
  {
    name: "stash",
    program: `
  const value = config.require("value");
  const stash = new pulumi.Stash("s", { input: value });
  return { out: stash.output };`,
    commands: [...ups("1", "2"), { run: "destroy" }],
  },
];
