import { type Scenario, ups } from "../scenario";
import { group, made } from "./made";

/** What is created, kept and deleted, in which order, and which names clash. */
export const lifecycle: readonly Scenario[] = [
  {
    name: "nothing",
    program: "",
    commands: [{ run: "preview" }, { run: "up" }, { run: "destroy" }, { run: "up" }],
  },
  {
    name: "empty-then-filled-then-empty",
    program: `
  const value = config.require("value");
  if (value === "filled") new Logged("a");`,
    commands: [...ups("empty", "filled", "empty", "filled"), { run: "destroy" }, { run: "destroy" }],
  },
  {
    name: "deep-graph",
    program: `
  const length = config.requireNumber("value");
  let last = "start";
  for (let i = 0; i < length; i++) last = new Logged("n" + i, { value: last }).out;
  return { last };`,
    commands: [...ups("6", "4", "7"), { run: "preview", config: { value: "2" } }, { run: "destroy" }],
  },
  {
    name: "wide-graph",
    unordered: true,
    program: `
  const width = config.requireNumber("value");
  const all = [];
  for (let i = 0; i < width; i++) all.push(new Logged("n" + i, { value: i }).out);
  new Logged("sum", { value: pulumi.all(all).apply((outs) => outs.length) });`,
    commands: [...ups("12", "5", "9"), { run: "destroy" }],
  },
  {
    // One chain through every kind of edge: what could go at once goes in no fixed order.
    name: "deletes-in-reverse",
    program: `${made}
  class Dynamic extends pulumi.ProviderResource {
    constructor(name, opts) { super("pulumi-nodejs", name, {}, opts); }
  }
  const value = config.require("value");
  if (value === "gone") return;
  const a = await made(new Logged("a"));
  const child = await made(new Logged("child", {}, { parent: a }));
  const b = await made(new Logged("b", {}, { dependsOn: child }));
  const c = await made(new Logged("c", { value: b.out }));
  const provider = await made(new Dynamic("p", { dependsOn: c }));
  const d = await made(new Logged("d", {}, { provider }));
  const e = await made(new Logged("e", {}, { replaceWith: [d] }));
  await made(new Logged("f", {}, { deletedWith: e }));`,
    commands: [...ups("1"), { run: "preview", config: { value: "gone" } }, ...ups("gone")],
  },
  {
    // The destruction is planned like the deletions of an update whose program is empty.
    name: "destroys-in-reverse",
    program: `${made}
  const a = await made(new Logged("a"));
  const b = await made(new Logged("b", { value: a.out }));
  const child = await made(new Logged("child", {}, { parent: b }));
  const grandchild = await made(new Logged("grandchild", {}, { parent: child }));
  await made(new Logged("e", {}, { dependsOn: grandchild }));`,
    commands: [{ run: "up" }, { run: "destroy" }, { run: "up" }],
  },
  {
    name: "deletes-around-components",
    program: `${made}${group}
  const value = config.require("value");
  if (value === "gone") return;
  const g = await made(new Group("g", { value: "x" }));
  await made(g.child);
  const user = await made(new Logged("user", {}, { dependsOn: g }));
  const h = await made(new Group("h", { value: "x" }, { dependsOn: user }));
  await made(h.child);
  await made(new Logged("last", { value: h.out }));`,
    commands: ups("1", "gone"),
  },
  {
    name: "deletes-what-an-explicit-provider-made-before-it",
    unordered: true,
    program: `${made}
  class Dynamic extends pulumi.ProviderResource {
    constructor(name, opts) { super("pulumi-nodejs", name, {}, opts); }
  }
  const value = config.require("value");
  if (value === "gone") return;
  const provider = await made(new Dynamic("p"));
  await made(new Logged("a", {}, { provider }));
  const second = await made(new Dynamic("q", { dependsOn: provider }));
  await made(new Logged("b", {}, { provider: second }));`,
    commands: ups("1", "1", "gone"),
  },
  {
    name: "dependency-moves",
    program: `${made}
  const value = config.require("value");
  const a = value === "1" ? new Logged("a") : new Logged("b");
  await made(a);
  new Logged("user", { value: a.out }, { dependsOn: a });`,
    commands: ups("1", "2", "1"),
  },
  {
    name: "dependency-goes",
    program: `${made}
  const value = config.require("value");
  const other = await made(new Logged("other"));
  if (value === "1") {
    const a = await made(new Logged("a"));
    new Logged("user", {}, { dependsOn: a });
  } else new Logged("user", {}, { dependsOn: other });`,
    commands: ups("1", "2"),
  },
  {
    name: "replaced-while-its-dependent-goes",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"] });
  if (value === "1") {
    const b = new Logged("b", { value: a.out });
    new Logged("c", { value: b.out });
  }`,
    commands: ups("1", "2"),
  },
  {
    name: "replaced-chain",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"] });
  const b = new Logged("b", { value: a.out }, { replaceOnChanges: ["value"] });
  new Logged("c", { value: b.out }, { replaceOnChanges: ["value"] });`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2"), { run: "destroy" }],
  },
  {
    name: "same-name-elsewhere",
    program: `${made}${group}
  class Other extends pulumi.ComponentResource {
    constructor(name, opts) { super("test:index:Other", name, {}, opts); this.registerOutputs(); }
  }
  const g = await made(new Group("a", { value: "x" }));
  await made(g.child);
  const other = await made(new Other("a"));
  await made(new Logged("a"));
  await made(new Logged("a", {}, { parent: g }));
  await made(new Logged("a", {}, { parent: other }));`,
    commands: [{ run: "up" }, { run: "up" }],
  },
  {
    name: "duplicate-component",
    program: `${made}${group}
  const g = await made(new Group("g", { value: "x" }));
  await made(g.child);
  new Group("g", { value: g.out });`,
    commands: [{ run: "preview" }, { run: "up" }],
  },
  {
    // Two parents of one type, each with a child of the same name: the URN has the parents' types, not their names.
    name: "duplicate-below-two-parents",
    program: `${made}
  class Box extends pulumi.ComponentResource {
    constructor(name) { super("test:index:Box", name); }
  }
  const one = await made(new Box("one"));
  const two = await made(new Box("two"));
  await made(new Logged("child", {}, { parent: one }));
  new Logged("child", {}, { parent: two });`,
    commands: [{ run: "preview" }, { run: "up" }],
  },
  {
    name: "duplicate-later",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value });
  if (value !== "1") new Logged("a", { value: a.out });`,
    commands: ups("1", "2", "1"),
  },
  {
    name: "pending-deletes-of-one-urn",
    program: `
  const { rmSync, writeFileSync } = require("node:fs");
  const value = config.require("value");
  if (step < 4) writeFileSync(__dirname + "/fail-delete-a", "");
  else rmSync(__dirname + "/fail-delete-a", { force: true });
  if (value !== "gone") new Logged("a", { value }, { replaceOnChanges: ["value"] });`,
    commands: [...ups("1", "2", "3", "3"), { run: "destroy" }],
  },
  {
    name: "pending-deletes-then-gone",
    unordered: true,
    program: `
  const { rmSync, writeFileSync } = require("node:fs");
  const value = config.require("value");
  if (step < 3) writeFileSync(__dirname + "/fail-delete-a", "");
  else rmSync(__dirname + "/fail-delete-a", { force: true });
  if (value !== "gone") new Logged("a", { value }, { replaceOnChanges: ["value"] });`,
    commands: [...ups("1", "2", "gone"), { run: "destroy" }],
  },
  {
    name: "pending-deletes-with-dependents",
    program: `
  const { rmSync, writeFileSync } = require("node:fs");
  const value = config.require("value");
  if (step < 4) writeFileSync(__dirname + "/fail-delete-a", "");
  else rmSync(__dirname + "/fail-delete-a", { force: true });
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"] });
  new Logged("b", { value: a.out }, { replaceOnChanges: ["value"] });`,
    commands: ups("1", "2", "3", "3"),
  },
];
