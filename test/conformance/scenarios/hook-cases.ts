import { type Scenario, ups } from "../scenario";
import { made, noted } from "./made";

/** `hook(name)` notes what it is told, `failing(name)` fails as well, `all(hook)` binds one to every place. */
const hook = `
  const { appendFileSync } = require("node:fs");
  const note = (line) => appendFileSync(__dirname + "/effects.log", line + "\\n");
  const shown = async (map) => map === undefined ? "-" : JSON.stringify(map, (key, v) => key === "__provider" || key === "fail" ? undefined : v);
  const told = async (name, args) => note([name, args.name, args.id ? "id" : "no-id",
    await shown(args.oldInputs), await shown(args.newInputs), await shown(args.oldOutputs), await shown(args.newOutputs)].join(" "));
  const hook = (name, options) => new pulumi.ResourceHook(name, (args) => told(name, args), options);
  const failing = (name, options) => new pulumi.ResourceHook(name, async (args) => {
    note(name + " fails " + args.name);
    throw new Error("hook refused");
  }, options);
  const all = (make) => ({ beforeCreate: [make("bc")], afterCreate: [make("ac")], beforeUpdate: [make("bu")],
    afterUpdate: [make("au")], beforeDelete: [make("bd")], afterDelete: [make("ad")] });`;

const group = `
  class Group extends pulumi.ComponentResource {
    constructor(name, args, opts) {
      super("test:index:Group", name, args, opts);
      this.child = new Logged("child", { value: args.value }, { parent: this });
      this.registerOutputs({ done: args.value });
    }
  }`;

/** One whose child is made by the program, when it is its turn. */
const bareGroup = `
  class Group extends pulumi.ComponentResource {
    constructor(name, args, opts) {
      super("test:index:Group", name, args, opts);
      this.registerOutputs({ done: args.value });
    }
  }`;

/** Hooks in less usual places. */
export const hookCases: readonly Scenario[] = [
  {
    name: "hooks-are-told",
    program: `${hook}
  const value = config.require("value");
  if (value === "gone") { all(hook); return; }
  new Logged("a", { value, deep: { x: [value] } }, { hooks: all(hook) });`,
    commands: ups("1", "2", "2", "gone"),
  },
  {
    name: "hooks-are-told-secrets",
    program: `${hook}
  const value = config.require("value");
  const a = new Logged("a", { value: pulumi.secret(value), deep: { x: pulumi.secret(value), y: 1 } },
    { hooks: all(hook), additionalSecretOutputs: ["out"] });`,
    commands: ups("1", "2"),
  },
  {
    name: "hooks-are-told-unknowns",
    program: `${hook}
  const value = config.require("value");
  const a = new Logged("a", { value });
  const options = { onDryRun: true };
  new Logged("b", { value: a.out, plain: "x" }, { hooks: all((name) => hook(name, options)) });`,
    commands: [
      { run: "preview", config: { value: "1" } },
      ...ups("1"),
      { run: "preview", config: { value: "2" } },
    ],
  },
  {
    name: "hooks-of-a-replaced-one",
    program: `${hook}
  const value = config.require("value");
  new Logged("a", { value }, { hooks: all(hook), replaceOnChanges: ["value"] });`,
    commands: ups("1", "2"),
  },
  {
    name: "hooks-of-one-replaced-delete-first",
    program: `${hook}
  const value = config.require("value");
  const a = new Logged("a", { value }, { hooks: all(hook), replaceOnChanges: ["value"], deleteBeforeReplace: true });`,
    commands: ups("1", "2"),
  },
  {
    name: "hooks-of-a-retained-one",
    program: `${hook}
  const value = config.require("value");
  const hooks = all(hook);
  if (value !== "gone") new Logged("a", { value }, { hooks, replaceOnChanges: ["value"], retainOnDelete: true });`,
    commands: ups("1", "2", "gone"),
  },
  {
    name: "hooks-of-a-protected-one",
    program: `${hook}
  const value = config.require("value");
  const hooks = all(hook);
  if (value !== "gone") new Logged("a", { value }, { hooks, protect: true });`,
    commands: ups("1", "gone"),
  },
  {
    name: "hooks-of-one-deleted-with",
    program: `${made}${hook}
  const value = config.require("value");
  const hooks = all(hook);
  if (value === "gone") return;
  const a = await made(new Logged("a"));
  await made(new Logged("b", {}, { hooks, deletedWith: a }));`,
    commands: ups("1", "gone"),
  },
  {
    name: "hook-after-update-fails",
    program: `${hook}
  const value = config.require("value");
  const a = new Logged("a", { value }, { hooks: { afterUpdate: [failing("au")] } });
  new Logged("b", { value: a.out });`,
    commands: ups("1", "2", "2"),
  },
  {
    name: "hook-before-update-fails",
    program: `${hook}
  const value = config.require("value");
  const a = new Logged("a", { value }, { hooks: { beforeUpdate: [failing("bu")] } });
  new Logged("b", { value: a.out });`,
    commands: ups("1", "2", "1"),
  },
  {
    name: "hook-after-delete-fails",
    program: `${hook}
  const value = config.require("value");
  const after = failing("ad");
  const b = new Logged("b");
  if (value === "1") new Logged("a", { value: b.out }, { hooks: { afterDelete: [after] } });`,
    commands: ups("1", "gone", "gone"),
  },
  {
    name: "hook-before-delete-of-a-replaced-one-fails",
    program: `${hook}
  const value = config.require("value");
  new Logged("a", { value }, { hooks: { beforeDelete: [failing("bd")] }, replaceOnChanges: ["value"] });`,
    commands: ups("1", "2", "2"),
  },
  {
    name: "hook-of-a-replacement-fails",
    program: `${hook}
  const value = config.require("value");
  const first = value === "1" ? hook : failing;
  new Logged("a", { value }, { hooks: { beforeCreate: [first("bc")] }, replaceOnChanges: ["value"] });`,
    commands: ups("1", "2"),
  },
  {
    name: "hooks-several-in-order",
    program: `${hook}
  const value = config.require("value");
  new Logged("a", { value }, { hooks: { beforeCreate: [hook("1"), hook("2"), hook("3")], afterCreate: [hook("4"), failing("5"), hook("6")] } });`,
    commands: ups("1"),
  },
  {
    name: "hook-shared-by-two",
    program: `${hook}
  const shared = hook("shared");
  const a = new Logged("a", {}, { hooks: { beforeCreate: [shared], beforeDelete: [shared] } });
  new Logged("b", { value: a.out }, { hooks: { beforeCreate: [shared], afterCreate: [shared] } });`,
    commands: [{ run: "up" }],
  },
  {
    name: "hook-as-a-plain-function",
    program: `${hook}
  const value = config.require("value");
  new Logged("a", { value }, { hooks: { beforeCreate: [(args) => told("plain", args)], afterUpdate: [(args) => told("plain", args)] } });`,
    commands: ups("1", "2"),
  },
  {
    name: "hook-registered-twice",
    program: `${made}${hook}
  await made(pulumi.runtime.getStackResource());
  hook("same");
  new Logged("a", {}, { hooks: { beforeCreate: [hook("same")] } });`,
    commands: [{ run: "up" }],
  },
  {
    name: "hook-gone-from-the-program",
    program: `${hook}
  const value = config.require("value");
  if (value === "1") new Logged("a", { value }, { hooks: { beforeDelete: [hook("bd")], afterDelete: [hook("ad")] } });`,
    commands: ups("1", "gone", "gone"),
  },
  {
    name: "hooks-changed-on-an-unchanged-one",
    program: `${hook}
  const value = config.require("value");
  const before = hook("before");
  const other = hook("other");
  if (value !== "gone") new Logged("a", {}, { hooks: { beforeDelete: [value === "1" ? before : other] } });`,
    commands: ups("1", "2", "gone"),
  },
  {
    name: "hooks-dropped-from-an-unchanged-one",
    program: `${hook}
  const value = config.require("value");
  if (value !== "gone") new Logged("a", {}, value === "1" ? { hooks: { beforeDelete: [hook("bd")] } } : {});`,
    commands: ups("1", "2", "gone"),
  },
  {
    name: "hooks-and-destroy",
    program: `${hook}
  new Logged("a", {}, { hooks: { beforeDelete: [hook("bd")] } });
  new Logged("b", {}, { hooks: { afterCreate: [hook("ac")] } });`,
    unordered: true,
    commands: [{ run: "up" }, { run: "destroy" }, { run: "destroy", runProgram: true }],
  },
  {
    name: "hooks-on-every-dry-run",
    program: `${hook}
  const value = config.require("value");
  const options = { onDryRun: true };
  const hooks = all((name) => hook(name, options));
  if (value !== "gone") new Logged("a", { value }, { hooks, ...(value === "3" ? { replaceOnChanges: ["value"] } : {}) });`,
    commands: [
      { run: "preview", config: { value: "1" } },
      ...ups("1"),
      { run: "preview", config: { value: "2" } },
      { run: "preview", config: { value: "3" } },
      { run: "preview", config: { value: "gone" } },
    ],
  },
  {
    name: "hooks-failing-on-dry-run",
    program: `${hook}
  const value = config.require("value");
  const options = { onDryRun: true };
  const hooks = all((name) => (value === "1" ? hook : failing)(name, options));
  if (value !== "gone") new Logged("a", { value }, { hooks });`,
    commands: [
      ...ups("1"),
      { run: "preview", config: { value: "2" } },
      { run: "preview", config: { value: "gone" } },
    ],
  },
  {
    name: "hooks-on-a-component-are-told",
    program: `${made}${noted}${hook}${bareGroup}
  const value = config.require("value");
  const hooks = all(hook);
  if (value === "gone") return;
  const g = await made(new Group("g", { value }, { hooks }));
  if (step < 3) await noted(step === 1 ? "ac g" : "au g");
  await made(new Logged("child", { value }, { parent: g }));`,
    commands: ups("1", "2", "2", "gone"),
  },
  {
    name: "hook-on-a-component-fails-before-create",
    program: `${made}${hook}${group}
  new Group("g", { value: "x" }, { hooks: { beforeCreate: [failing("bc")] } });`,
    commands: [{ run: "up" }],
  },
  {
    name: "hook-on-a-component-fails-after-create",
    // The failure comes with the outputs, while the program goes on: what it registers then may be early or late.
    program: `${made}${hook}${bareGroup}
  const g = new Group("g", { value: "x" }, { hooks: { afterCreate: [failing("ac")] } });
  if (step === 2) await made(new Logged("child", { value: "x" }, { parent: g }));`,
    commands: [{ run: "up" }, { run: "up" }],
  },
  {
    name: "hook-on-a-component-fails-before-delete",
    program: `${made}${hook}${group}
  const value = config.require("value");
  const before = failing("bd");
  if (value === "gone") return;
  const g = await made(new Group("g", { value }, { hooks: { beforeDelete: [before] } }));
  await made(g.child);`,
    commands: ups("1", "gone"),
  },
  {
    name: "hooks-of-a-component-without-outputs",
    program: `${made}${hook}
  class Silent extends pulumi.ComponentResource {
    constructor(name, opts) { super("test:index:Silent", name, {}, opts); }
  }
  await made(new Silent("s", { hooks: all(hook) }));`,
    commands: [{ run: "up" }],
  },
  {
    name: "hooks-and-a-failed-create",
    program: `${hook}
  const value = config.require("value");
  new Logged("a", { value, fail: value === "bad" ? "create" : value === "half" ? "partial-create" : "none" }, { hooks: all(hook) });`,
    commands: ups("bad", "half", "good"),
  },
  {
    name: "hooks-and-a-failed-update",
    program: `${hook}
  const value = config.require("value");
  new Logged("a", { value, fail: value === "bad" ? "update" : value === "half" ? "partial-update" : "none" }, { hooks: all(hook) });`,
    commands: ups("1", "bad", "half", "2"),
  },
];
