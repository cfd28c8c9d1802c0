import { type Scenario, ups } from "../scenario";
import { noted } from "./made";

const hook = `
  const { appendFileSync } = require("node:fs");
  const note = (line) => appendFileSync(__dirname + "/effects.log", line + "\\n");
  const hook = (name, options) => new pulumi.ResourceHook(name, async (args) => {
    note(name + " " + args.name + " " + Boolean(args.oldInputs) + " " + Boolean(args.newInputs) + " " + Boolean(args.newOutputs) + " " + Boolean(args.oldOutputs));
  }, options);
  const failing = (name, options) => new pulumi.ResourceHook(name, async (args) => {
    note(name + " " + args.name);
    throw new Error("hook refused");
  }, options);`;

/** Hooks of every kind. */
export const hooks: readonly Scenario[] = [
  {
    name: "hooks-order",
    program: `${hook}
  const value = config.require("value");
  const all = {
    beforeCreate: [hook("bc")], afterCreate: [hook("ac")], beforeUpdate: [hook("bu")], afterUpdate: [hook("au")],
    beforeDelete: [hook("bd")], afterDelete: [hook("ad")],
  };
  if (value !== "gone") new Logged("a", { value, ...(value === "3" ? { diff: { changes: true, replaces: ["value"] } } : {}) }, { hooks: all });`,
    commands: [...ups("1", "2"), { run: "preview", config: { value: "3" } }, ...ups("3", "gone")],
  },
  {
    name: "hooks-dry-run",
    program: `${hook}
  const value = config.require("value");
  new Logged("a", { value }, { hooks: { beforeCreate: [hook("bc", { onDryRun: true })], beforeUpdate: [failing("bu", { onDryRun: true })] } });`,
    commands: [
      { run: "preview", config: { value: "1" } },
      ...ups("1"),
      { run: "preview", config: { value: "2" } },
      ...ups("2"),
    ],
  },
  {
    name: "hook-after-create-fails",
    program: `${hook}
  const a = new Logged("a", {}, { hooks: { afterCreate: [failing("ac")] } });
  new Logged("b", { value: a.out });`,
    commands: [{ run: "up" }, { run: "up" }],
  },
  {
    name: "hook-before-create-fails",
    program: `${hook}
  const a = new Logged("a", {}, { hooks: { beforeCreate: [failing("bc")] } });
  new Logged("b", { value: a.out });`,
    commands: [{ run: "up" }],
  },
  {
    name: "hook-before-delete-fails",
    program: `${hook}
  const value = config.require("value");
  const before = failing("bd");
  if (value === "1") new Logged("a", {}, { hooks: { beforeDelete: [before] } });`,
    commands: [...ups("1", "gone"), { run: "destroy" }],
  },
  {
    name: "hooks-on-components",
    program: `${hook}${noted}
  const value = config.require("value");
  class Group extends pulumi.ComponentResource {
    constructor(name, args, opts) {
      super("test:index:Group", name, args, opts);
      this.registerOutputs({ done: true });
    }
  }
  const all = { beforeCreate: [hook("bc")], afterCreate: [hook("ac")], beforeUpdate: [hook("bu")], afterUpdate: [hook("au")],
    beforeDelete: [hook("bd")], afterDelete: [hook("ad")] };
  if (value === "gone") return;
  const group = new Group("g", { value }, { hooks: all });
  await noted(value === "1" ? "ac g" : "au g");
  new Logged("child", { value }, { parent: group });`,
    commands: ups("1", "2", "gone"),
  },
  {
    name: "error-hooks",
    program: `${hook}
  let tries = 0;
  const retry = new pulumi.ErrorHook("retry", async (args) => {
    note("error " + args.name + " " + args.failedOperation + " " + args.errors.length);
    return ++tries < 3;
  });
  new Logged("a", { fail: "create" }, { hooks: { onError: [retry] } });`,
    commands: [{ run: "up" }],
  },
];
