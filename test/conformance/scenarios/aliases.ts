import { type Scenario, ups } from "../scenario";
import { group, made } from "./made";

/** How an old name is found again, beyond the plain cases of `structure`. */
export const aliases: readonly Scenario[] = [
  {
    name: "alias-several",
    program: `
  const value = config.require("value");
  const names = ["one", "two", "three", "four"];
  new Logged(names[value], { name: "a", value: "x" }, { aliases: names.filter((_, i) => i != value).map((name) => ({ name })) });`,
    commands: ups("0", "2", "3", "1"),
  },
  {
    // Only the last name is an alias: the chain is followed one link at a time.
    name: "alias-chain",
    program: `
  const value = config.requireNumber("value");
  const names = ["one", "two", "three", "four"];
  new Logged(names[value], { name: "a" }, value === 0 ? {} : { aliases: [{ name: names[value - 1] }] });`,
    commands: ups("0", "1", "2", "3", "1"),
  },
  {
    name: "alias-chain-with-a-gap",
    program: `
  const value = config.requireNumber("value");
  const names = ["one", "two", "three"];
  new Logged(names[value], { name: "a" }, value === 0 ? {} : { aliases: [{ name: names[value - 1] }] });`,
    commands: ups("0", "2"),
  },
  {
    name: "alias-project-and-stack",
    program: `
  new Logged("a", {}, { aliases: [{ project: "former" }, { stack: "former" }, { project: "former", stack: "former", name: "b" }] });`,
    commands: [{ run: "up" }, { run: "up" }],
  },
  {
    name: "alias-that-matches-nothing",
    program: `
  const value = config.require("value");
  if (value === "1") new Logged("old");
  else new Logged("new", {}, { aliases: [{ name: "never" }, "urn:pulumi:dev::conformance::other:x:Y::z"] });`,
    commands: ups("1", "2"),
  },
  {
    name: "alias-of-everything-at-once",
    program: `${made}
  class Old extends pulumi.ComponentResource {
    constructor(name) { super("test:index:OldParent", name); this.registerOutputs(); }
  }
  class New extends pulumi.ComponentResource {
    constructor(type, name, opts) { super(type, name, {}, opts); this.registerOutputs(); }
  }
  const value = config.require("value");
  const p = await made(new Old("p"));
  if (value === "1") new New("test:index:One", "one", { parent: p });
  else new New("test:index:Two", "two", { aliases: [{ type: "test:index:One", name: "one", parent: p }] });`,
    commands: ups("1", "2"),
  },
  {
    name: "alias-parent-urn",
    program: `${made}${group}
  const value = config.require("value");
  const g = await made(new Group("g", { value: "x" }));
  await made(g.child);
  if (value === "1") new Logged("moving", {}, { parent: g });
  else new Logged("moving", {}, { aliases: [{ parent: "urn:pulumi:dev::conformance::test:index:Group::g" }] });`,
    commands: ups("1", "2"),
  },
  {
    name: "alias-parent-that-is-gone",
    program: `${made}${group}
  const value = config.require("value");
  if (value === "1") {
    const g = await made(new Group("g", { value: "x" }));
    await made(g.child);
    new Logged("moving", {}, { parent: g });
  } else new Logged("moving", {}, { aliases: [{ parent: "urn:pulumi:dev::conformance::test:index:Group::g" }] });`,
    commands: ups("1", "2"),
  },
  {
    name: "alias-between-components",
    program: `${made}${group}
  const value = config.require("value");
  const g = await made(new Group("g", { value: "x" }));
  await made(g.child);
  class Other extends pulumi.ComponentResource {
    constructor(name) { super("test:index:Other", name); this.registerOutputs(); }
  }
  const other = await made(new Other("o"));
  if (value === "1") new Logged("moving", {}, { parent: g });
  else new Logged("moved", { name: "moving" }, { parent: other, aliases: [{ name: "moving", parent: g }] });`,
    commands: ups("1", "2", "2"),
  },
  {
    name: "alias-of-a-component-with-a-new-type",
    program: `${made}
  class Group extends pulumi.ComponentResource {
    constructor(type, name, opts) {
      super(type, name, {}, opts);
      this.child = new Logged(name + "-child", { name: "child" }, { parent: this });
      this.grandchild = new Logged("grandchild", {}, { parent: this.child });
      this.registerOutputs();
    }
  }
  const value = config.require("value");
  const g = value === "1" ? new Group("test:index:Old", "old") :
    new Group("test:index:New", "new", { aliases: [{ type: "test:index:Old", name: "old" }] });
  await made(g);`,
    unordered: true,
    commands: ups("1", "2", "3"),
  },
  {
    name: "alias-of-a-nested-component",
    unordered: true,
    program: `
  class Inner extends pulumi.ComponentResource {
    constructor(name, opts) {
      super("test:index:Inner", name, {}, opts);
      new Logged(name + "-leaf", { name: "leaf" }, { parent: this });
      this.registerOutputs();
    }
  }
  class Outer extends pulumi.ComponentResource {
    constructor(name, opts) {
      super("test:index:Outer", name, {}, opts);
      new Inner(name + "-inner", { parent: this });
      this.registerOutputs();
    }
  }
  const value = config.require("value");
  if (value === "1") new Outer("old");
  else new Outer("new", { aliases: [{ name: "old" }] });`,
    commands: ups("1", "2"),
  },
  {
    // Names that don't begin with the parent's name stay as they are.
    name: "alias-child-with-a-name-of-its-own",
    unordered: true,
    program: `
  class Group extends pulumi.ComponentResource {
    constructor(name, opts) {
      super("test:index:Group", name, {}, opts);
      new Logged("own", {}, { parent: this });
      new Logged(name, { name: "equal" }, { parent: this });
      new Logged("x" + name, { name: "behind" }, { parent: this, aliases: [{ name: "xold" }] });
      this.registerOutputs();
    }
  }
  const value = config.require("value");
  if (value === "1") new Group("old");
  else new Group("new", { aliases: [{ name: "old" }] });`,
    commands: ups("1", "2"),
  },
  {
    name: "alias-of-the-child-and-of-its-parent",
    unordered: true,
    program: `
  class Group extends pulumi.ComponentResource {
    constructor(name, child, opts, childOptions) {
      super("test:index:Group", name, {}, opts);
      new Logged(child, { name: "child" }, { parent: this, ...childOptions });
      this.registerOutputs();
    }
  }
  const value = config.require("value");
  if (value === "1") new Group("old", "before");
  else new Group("new", "after", { aliases: [{ name: "old" }] }, { aliases: [{ name: "before" }] });`,
    commands: ups("1", "2"),
  },
  {
    name: "alias-into-a-component",
    program: `${made}${group}
  const value = config.require("value");
  if (value === "1") {
    new Logged("g-child", { value: "x" });
    return;
  }
  class Adopting extends pulumi.ComponentResource {
    constructor(name) {
      super("test:index:Adopting", name);
      new Logged("g-child", { value: "x" }, { parent: this, aliases: [{ parent: undefined, noParent: true }] });
      this.registerOutputs();
    }
  }
  new Adopting("g");`,
    commands: ups("1", "2"),
  },
  {
    name: "alias-root-stack-resource",
    program: `${made}
  const value = config.require("value");
  const p = await made(new Logged("p"));
  if (value === "1") new Logged("a", {});
  else new Logged("a", {}, { parent: p, aliases: [{ parent: pulumi.rootStackResource }] });`,
    commands: ups("1", "2"),
  },
  {
    name: "alias-conflicts-with-one-that-exists",
    program: `${made}
  const value = config.require("value");
  await made(new Logged("a"));
  if (value !== "1") await made(new Logged("b", {}, { aliases: [{ name: "a" }] }));`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    name: "alias-taken-then-registered",
    program: `${made}
  const value = config.require("value");
  if (value !== "1") await made(new Logged("b", {}, { aliases: [{ name: "a" }] }));
  await made(new Logged("a"));`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    name: "alias-claimed-twice",
    program: `${made}
  const value = config.require("value");
  if (value === "1") await made(new Logged("a"));
  else {
    await made(new Logged("b", { name: "a" }, { aliases: [{ name: "a" }] }));
    await made(new Logged("c", { name: "a" }, { aliases: [{ name: "a" }] }));
  }`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    name: "alias-swap",
    program: `${made}
  const value = config.require("value");
  if (value === "1") {
    await made(new Logged("a", { name: "first" }));
    await made(new Logged("b", { name: "second" }));
  } else {
    await made(new Logged("c", { name: "first" }, { aliases: [{ name: "a" }] }));
    await made(new Logged("a", { name: "second" }, { aliases: [{ name: "b" }] }));
  }`,
    commands: ups("1", "2"),
  },
  {
    name: "alias-of-a-dependency",
    program: `
  const value = config.require("value");
  const a = value === "1" ? new Logged("old", { name: "a" }) : new Logged("new", { name: "a" }, { aliases: [{ name: "old" }] });
  const b = new Logged("b", { value: a.out }, { dependsOn: a, deletedWith: a });
  new Logged("c", { value: b.out }, { replaceWith: [a] });`,
    commands: ups("1", "2", "2"),
  },
  {
    name: "alias-and-replaced",
    program: `
  const value = config.require("value");
  const a = value === "1" ? new Logged("old", { name: "a", value }) :
    new Logged("new", { name: "a", value }, { aliases: [{ name: "old" }], replaceOnChanges: ["value"] });
  new Logged("b", { value: a.out });`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2", "2")],
  },
  {
    name: "alias-and-a-failed-update",
    program: `
  const value = config.require("value");
  if (value === "1") new Logged("old", { name: "a", value });
  else new Logged("new", { name: "a", value, ...(value === "bad" ? { fail: "update" } : {}) }, { aliases: [{ name: "old" }] });`,
    commands: ups("1", "bad", "2"),
  },
  {
    name: "alias-and-a-pending-delete",
    program: `
  const { rmSync, writeFileSync } = require("node:fs");
  const value = config.require("value");
  if (step < 3) writeFileSync(__dirname + "/fail-delete-a", "");
  else rmSync(__dirname + "/fail-delete-a", { force: true });
  const options = { replaceOnChanges: ["value"], aliases: [{ name: "old" }] };
  new Logged(step < 3 ? "old" : "new", { name: "a", value }, options);`,
    commands: ups("1", "2", "2"),
  },
];
