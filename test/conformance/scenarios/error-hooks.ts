import { type Scenario, ups } from "../scenario";

const hook = `
  const { appendFileSync, rmSync, writeFileSync } = require("node:fs");
  const note = (line) => appendFileSync(__dirname + "/effects.log", line + "\\n");
  const hook = (name, tries) => {
    let calls = 0;
    return new pulumi.ErrorHook(name, async (args) => {
      note([name, args.name, args.failedOperation, args.errors.length, Boolean(args.oldInputs), Boolean(args.newInputs), Boolean(args.oldOutputs)].join(" "));
      return ++calls < tries;
    });
  };`;

/** Hooks that decide whether a failed operation is tried again. */
export const errorHooks: readonly Scenario[] = [
  {
    name: "error-hook-on-update",
    program: `${hook}
  const value = config.require("value");
  new Logged("a", { value, ...(value === "bad" ? { fail: "update" } : {}) }, { hooks: { onError: [hook("retry", 3)] } });`,
    commands: ups("1", "bad"),
  },
  {
    name: "error-hook-on-delete",
    program: `${hook}
  const value = config.require("value");
  const retry = hook("retry", 3);
  if (value === "1") new Logged("a", { failDelete: true }, { hooks: { onError: [retry] } });`,
    commands: ups("1", "gone"),
  },
  {
    name: "error-hook-that-helps",
    program: `${hook}
  const value = config.require("value");
  const block = __dirname + "/fail-delete-a";
  const unblock = new pulumi.ErrorHook("unblock", async (args) => {
    note("unblock " + args.name);
    rmSync(block, { force: true });
    return true;
  });
  if (value === "1") new Logged("a", {}, { hooks: { onError: [unblock] } });
  else writeFileSync(block, "");`,
    commands: ups("1", "gone"),
  },
  {
    name: "error-hook-on-partial-failures",
    program: `${hook}
  const value = config.require("value");
  new Logged("a", { value, fail: step === 1 ? "partial-create" : "partial-update" }, { hooks: { onError: [hook("retry", 2)] } });`,
    commands: ups("1", "2"),
  },
  {
    name: "error-hooks-several",
    program: `${hook}
  new Logged("a", { fail: "create" }, { hooks: { onError: [hook("never", 0), hook("once", 2)] } });`,
    commands: [{ run: "up" }],
  },
  {
    name: "error-hook-that-fails",
    program: `${hook}
  const broken = new pulumi.ErrorHook("broken", async () => { note("broken"); throw new Error("hook refused"); });
  new Logged("a", { fail: "create" }, { hooks: { onError: [broken] } });`,
    commands: [{ run: "up" }],
  },
  {
    name: "error-hook-with-the-others",
    program: `${hook}
  const plain = (name) => new pulumi.ResourceHook(name, async (args) => note(name + " " + args.name));
  new Logged("a", { fail: "create" }, { hooks: { beforeCreate: [plain("bc")], afterCreate: [plain("ac")], onError: [hook("retry", 2)] } });`,
    commands: [{ run: "up" }],
  },
  {
    name: "error-hook-on-a-replacement",
    program: `${hook}
  const value = config.require("value");
  new Logged("a", { value, ...(value === "bad" ? { fail: "create" } : {}) }, { replaceOnChanges: ["value"], hooks: { onError: [hook("retry", 2)] } });`,
    commands: ups("1", "bad"),
  },
  {
    name: "error-hook-is-not-for-checks",
    program: `${hook}
  new Logged("a", { fail: "check" }, { hooks: { onError: [hook("retry", 2)] } });`,
    commands: [{ run: "up" }],
  },
];
