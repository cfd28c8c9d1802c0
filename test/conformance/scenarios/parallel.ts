import type { Command, Scenario } from "../scenario";

/** Ups with eight steps at once. */
const wide = (...values: readonly string[]): Command[] =>
  values.map((value) => ({ run: "up", config: { value }, parallel: 8 }));

/** Several steps at once: compared as sets, and by the state at the end. */
export const parallel: readonly Scenario[] = [
  {
    name: "parallel-graph",
    unordered: true,
    program: `
  const value = config.require("value");
  const roots = ["a", "b", "c", "d"].map((name) => new Logged(name, { value }));
  const middle = roots.map((root, i) => new Logged("m" + i, { value: root.out, other: roots[(i + 1) % 4].out }));
  if (value !== "3") new Logged("top", { value: pulumi.all(middle.map((m) => m.out)).apply((outs) => outs.length) });`,
    commands: [...wide("1", "2", "2", "3"), { run: "destroy", parallel: 8 }],
  },
  {
    name: "parallel-replacements",
    unordered: true,
    program: `
  const value = config.require("value");
  for (const name of ["a", "b", "c"]) {
    const one = new Logged(name, { value }, { replaceOnChanges: ["value"] });
    const two = new Logged(name + "2", { value: one.out }, { replaceOnChanges: ["value"] });
    new Logged(name + "3", { value: two.out });
  }`,
    commands: [...wide("1"), { run: "preview", config: { value: "2" }, parallel: 8 }, ...wide("2")],
  },
  {
    name: "parallel-delete-first",
    unordered: true,
    program: `
  const value = config.require("value");
  for (const name of ["a", "b", "c"]) {
    const one = new Logged(name, { value }, { replaceOnChanges: ["value"], deleteBeforeReplace: true });
    new Logged(name + "2", { value: one.out }, { replaceOnChanges: ["value"] });
  }`,
    commands: wide("1", "2"),
  },
  {
    // All of a failing set start before any of them has failed: each waits until the others have begun.
    name: "parallel-failures",
    unordered: true,
    program: `
  const value = config.require("value");
  for (const name of ["a", "b", "c"]) {
    new Logged(name, { value, together: 3, ...(value === "bad" ? { fail: "update" } : {}) });
  }`,
    commands: wide("1", "bad", "2"),
  },
  {
    name: "parallel-deletes-with-failures",
    unordered: true,
    program: `
  const value = config.require("value");
  if (value === "gone") return;
  for (const name of ["a", "b", "c"]) {
    const one = new Logged(name);
    new Logged(name + "2", { value: one.out, together: 3, failDelete: name !== "b" });
  }`,
    commands: wide("1", "gone"),
  },
  {
    name: "parallel-components",
    unordered: true,
    program: `
  class Group extends pulumi.ComponentResource {
    constructor(name, args, opts) {
      super("test:index:Group", name, args, opts);
      const children = ["x", "y"].map((child) => new Logged(name + child, { value: args.value }, { parent: this }));
      this.out = pulumi.all(children.map((child) => child.out)).apply((outs) => outs.join());
      this.registerOutputs({ out: this.out });
    }
  }
  const value = config.require("value");
  const one = new Group("one", { value });
  const two = new Group("two", { value });
  new Group("three", { value: one.out }, { dependsOn: two });
  return { out: one.out };`,
    commands: [...wide("1", "2"), { run: "destroy", parallel: 8 }],
  },
];
