import { type Scenario, ups } from "../scenario";
import { group, made } from "./made";

/** Failures in less usual places. */
export const failureCases: readonly Scenario[] = [
  {
    name: "failed-diff",
    program: `
  const value = config.require("value");
  const a = new Logged("a", value === "bad" ? { fail: "diff" } : { value });
  new Logged("b", { value: a.out });`,
    commands: [...ups("1"), { run: "preview", config: { value: "bad" } }, ...ups("bad", "2")],
  },
  {
    name: "failed-read",
    program: `
  const value = config.require("value");
  class Known extends pulumi.CustomResource {
    constructor(name, id, inputs, opts) {
      super("pulumi-nodejs:dynamic:Logged", name, { ...inputs, out: undefined, __provider: require("./logged").code }, { ...opts, id });
    }
  }
  const read = new Known("read", "known-id", { name: "read", ...(value === "bad" ? { fail: "read" } : {}) });
  new Logged("user", { value: read.out });`,
    commands: [{ run: "preview", config: { value: "bad" } }, ...ups("bad", "1", "bad")],
  },
  {
    name: "failed-check-of-a-new-one",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value, ...(value === "bad" ? { fail: "check" } : {}) });
  new Logged("b", { value: a.out });`,
    commands: [{ run: "preview", config: { value: "bad" } }, ...ups("bad", "1")],
  },
  {
    name: "failed-check-deletes-nothing",
    program: `${made}
  const value = config.require("value");
  if (value === "1") await made(new Logged("old"));
  new Logged("a", { value, ...(value === "bad" ? { fail: "check" } : {}) });`,
    commands: ups("1", "bad", "2"),
  },
  {
    name: "failed-partial-replacement",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value, ...(value === "half" ? { fail: "partial-create" } : {}) }, { replaceOnChanges: ["value"] });
  new Logged("b", { value: a.out });`,
    commands: ups("1", "half", "half", "2"),
  },
  {
    name: "failed-partial-replacement-delete-first",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value, ...(value === "half" ? { fail: "partial-create" } : {}) }, { replaceOnChanges: ["value"], deleteBeforeReplace: true });
  new Logged("b", { value: a.out });`,
    commands: ups("1", "half", "2"),
  },
  {
    name: "failed-partial-update-with-dependents",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value, ...(value === "half" ? { fail: "partial-update" } : {}) });
  new Logged("b", { value: a.out });`,
    commands: [...ups("1", "half"), { run: "preview" }, ...ups("half", "1")],
  },
  {
    name: "failed-partial-then-gone",
    program: `
  const value = config.require("value");
  if (value !== "gone") new Logged("a", { value, fail: "partial-create" });`,
    commands: ups("1", "gone"),
  },
  {
    name: "failed-update-of-a-secret",
    program: `
  const value = config.require("value");
  new Logged("a", { value: pulumi.secret(value), ...(value === "bad" ? { fail: "partial-update" } : {}) }, { additionalSecretOutputs: ["out"] });`,
    commands: ups("1", "bad"),
  },
  {
    name: "failed-delete-with-dependencies",
    program: `${made}
  const { rmSync, writeFileSync } = require("node:fs");
  const value = config.require("value");
  if (step < 3) writeFileSync(__dirname + "/fail-delete-c", "");
  else rmSync(__dirname + "/fail-delete-c", { force: true });
  if (value === "gone") return;
  const a = await made(new Logged("a"));
  const b = await made(new Logged("b", { value: a.out }));
  const c = await made(new Logged("c", { value: b.out }));
  await made(new Logged("d", { value: c.out }));`,
    commands: ups("1", "gone", "gone"),
  },
  {
    name: "failed-destroy-then-updated",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value });
  new Logged("b", { value: a.out, ...(step === 1 ? { failDelete: true } : {}) });`,
    commands: [...ups("1"), { run: "destroy" }, ...ups("2"), { run: "destroy" }],
  },
  {
    name: "failed-child-of-a-component",
    program: `${made}
  const value = config.require("value");
  class Box extends pulumi.ComponentResource {
    constructor(name) {
      super("test:index:Box", name);
      this.child = new Logged(name + "-child", value === "bad" ? { fail: "create" } : {}, { parent: this });
      this.registerOutputs({ out: this.child.out });
    }
  }
  const box = await made(new Box("box"));
  new Logged("after", { value: box.child.out });`,
    commands: ups("bad", "good"),
  },
  {
    name: "failed-constructor-of-a-component",
    unordered: true,
    program: `
  const value = config.require("value");
  class Box extends pulumi.ComponentResource {
    constructor(name) {
      super("test:index:Box", name);
      if (value === "bad") throw new Error("broken component");
      new Logged(name + "-child", {}, { parent: this });
      this.registerOutputs({ done: true });
    }
  }
  new Box("box");`,
    commands: ups("good", "bad", "good"),
  },
  {
    name: "failed-asynchronous-component",
    unordered: true,
    program: `
  const value = config.require("value");
  class Box extends pulumi.ComponentResource {
    constructor(name) { super("test:index:Box", name, {}); }
    async initialize() {
      await new Promise((resolve) => setImmediate(resolve));
      if (value === "bad") throw new Error("broken component");
      new Logged("child", {}, { parent: this });
    }
  }
  new Box("box");`,
    commands: ups("good", "bad"),
  },
  {
    name: "failed-input",
    unordered: true,
    program: `
  const value = config.require("value");
  const bad = value === "bad" ? Promise.reject(new Error("broken input")) : "fine";
  new Logged("a", { value: bad });`,
    commands: ups("good", "bad", "good"),
  },
  {
    name: "failed-output-of-the-program",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value });
  await new Promise((resolve) => a.out.apply(resolve));
  return { value, broken: value === "bad" ? Promise.reject(new Error("broken output")) : "fine" };`,
    commands: ups("good", "bad", "good"),
  },
  {
    name: "failed-registration",
    program: `${made}
  const value = config.require("value");
  const a = await made(new Logged("a", { value }));
  if (value === "bad") await made(new Logged("b", {}, { customTimeouts: { create: "soon" } }));`,
    commands: ups("good", "bad"),
  },
  {
    name: "failed-then-removed",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value });
  if (value !== "3") new Logged("b", { value: a.out, ...(value === "bad" ? { fail: "update" } : {}) });`,
    commands: ups("1", "bad", "3"),
  },
  {
    name: "failed-several-at-once",
    unordered: true,
    program: `${made}
  const value = config.require("value");
  const make = (name) => new Logged(name, { value, ...(value === "bad" ? { fail: "check" } : {}) });
  make("a"); make("b"); make("c");`,
    commands: [
      { run: "preview", config: { value: "bad" } },
      ...ups("good"),
      { run: "preview", config: { value: "bad" } },
    ],
  },
  {
    name: "failed-with-a-component-unfinished",
    program: `${made}${group}
  const value = config.require("value");
  const g = await made(new Group("g", { value }));
  await made(g.child);
  new Logged("a", { value: g.out, ...(value === "bad" ? { fail: "update" } : {}) });
  return { out: g.out };`,
    commands: ups("1", "bad", "2"),
  },
];
