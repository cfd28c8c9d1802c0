import { type Scenario, ups } from "../scenario";

const hooks = `
  const { appendFileSync } = require("node:fs");
  const hook = (name) => new pulumi.ResourceHook(name, async (args) => {
    appendFileSync(__dirname + "/effects.log", name + " " + args.name + "\\n");
  });`;

/** Errors that stop only what needs the failed, destructions with and without the program, and what is left pending. */
export const operations: readonly Scenario[] = [
  {
    name: "continue-after-a-failed-create",
    unordered: true,
    program: `
  const value = config.require("value");
  const bad = value === "bad";
  if (!bad) new Logged("old");
  const a = new Logged("a", bad ? { fail: "create" } : {});
  const b = new Logged("b", { from: a.out });
  new Logged("c", {}, { dependsOn: b });
  new Logged("d");
  return { a: a.out, value };`,
    commands: [
      { run: "up", config: { value: "bad" }, continueOnError: true },
      { run: "up", config: { value: "good" }, continueOnError: true },
      { run: "up", config: { value: "bad" }, continueOnError: true },
    ],
  },
  {
    name: "continue-after-a-failed-update",
    unordered: true,
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value, ...(value === "bad" ? { fail: "update" } : {}) });
  const b = new Logged("b", { from: a.out, value });
  new Logged("c", { value }, { dependsOn: b });
  new Logged("d", { value });
  if (value !== "bad") new Logged("e");`,
    commands: [
      ...ups("1"),
      { run: "up", config: { value: "bad" }, continueOnError: true },
      { run: "up", config: { value: "2" }, continueOnError: true },
    ],
  },
  {
    name: "continue-after-a-partial-create",
    unordered: true,
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value, ...(value === "bad" ? { fail: "partial-create" } : {}) });
  new Logged("b", { from: a.out });
  new Logged("c");`,
    commands: [
      { run: "up", config: { value: "bad" }, continueOnError: true },
      { run: "up", config: { value: "good" } },
    ],
  },
  {
    name: "continue-after-a-failed-replacement",
    unordered: true,
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value, ...(value === "bad" ? { fail: "create" } : {}) }, { replaceOnChanges: ["value"] });
  new Logged("b", { from: a.out });
  new Logged("c", { value });`,
    commands: [
      ...ups("1"),
      { run: "up", config: { value: "bad" }, continueOnError: true },
      { run: "up", config: { value: "2" }, continueOnError: true },
    ],
  },
  {
    name: "continue-after-a-failed-replacement-that-deletes-first",
    unordered: true,
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value, ...(value === "bad" ? { fail: "create" } : {}) }, { replaceOnChanges: ["value"], deleteBeforeReplace: true });
  new Logged("b", { from: a.out }, { replaceOnChanges: ["from"] });
  new Logged("c", { value });`,
    commands: [
      ...ups("1"),
      { run: "up", config: { value: "bad" }, continueOnError: true },
      { run: "up", config: { value: "2" }, continueOnError: true },
    ],
  },
  {
    name: "continue-after-a-failed-delete",
    unordered: true,
    program: `
  const value = config.require("value");
  if (value === "1") {
    const a = new Logged("a");
    const b = new Logged("b", { from: a.out, failDelete: true });
    new Logged("c", { from: b.out });
    new Logged("d");
  }`,
    commands: [
      ...ups("1"),
      { run: "up", config: { value: "gone" }, continueOnError: true },
      { run: "destroy", continueOnError: true },
    ],
  },
  {
    name: "continue-destroying-after-a-failed-delete",
    unordered: true,
    program: `
  const a = new Logged("a");
  const b = new Logged("b", { from: a.out, failDelete: true });
  new Logged("c", { from: b.out });
  const group = new pulumi.ComponentResource("my:Group", "group");
  new Logged("d", { failDelete: true }, { parent: group });
  new Logged("e", {}, { parent: group });`,
    commands: [{ run: "up" }, { run: "destroy", continueOnError: true }],
  },
  {
    name: "continue-after-a-failed-component",
    unordered: true,
    program: `
  const group = new pulumi.ComponentResource("my:Group", "group");
  const a = new Logged("a", { fail: "create" }, { parent: group });
  group.registerOutputs({ out: a.out });
  new Logged("b", {}, { parent: a });
  new Logged("c", {}, { dependsOn: group });
  new Logged("d", {}, { parent: group });`,
    commands: [{ run: "up", continueOnError: true }],
  },
  {
    name: "continue-after-failed-hooks",
    unordered: true,
    program: `
  const failing = (name) => new pulumi.ResourceHook(name, async () => { throw new Error("hook refused"); });
  const a = new Logged("a", {}, { hooks: { beforeCreate: [failing("before")] } });
  const b = new Logged("b", {}, { hooks: { afterCreate: [failing("after")] } });
  new Logged("c", { from: a.out });
  new Logged("d", { from: b.out });`,
    commands: [{ run: "up", continueOnError: true }],
  },
  {
    name: "continue-after-a-failed-check",
    unordered: true,
    program: `
  const a = new Logged("a", { fail: "check" });
  new Logged("b", {}, { dependsOn: a });`,
    commands: [{ run: "up", continueOnError: true }],
  },
  {
    name: "destroy-with-delete-hooks",
    unordered: true,
    program: `${hooks}
  const a = new Logged("a", {}, { hooks: { beforeDelete: [hook("bd")], afterDelete: [hook("ad")] } });
  new Logged("b", { from: a.out });`,
    commands: [
      { run: "up" },
      { run: "destroy" },
      { run: "destroy", previewOnly: true, runProgram: true },
      { run: "destroy", runProgram: true },
    ],
  },
  {
    name: "destroy-with-program",
    unordered: true,
    program: `
  const value = config.require("value");
  const one = new RawProvider("one", { region: "here", timeout: value });
  const group = new pulumi.ComponentResource("my:Group", "group");
  const a = new Logged("a", { value }, { parent: group });
  const b = new Raw("b", { from: a.out }, { provider: one });
  if (value === "2") new Logged("new", { from: b.out }, { parent: group });
  if (value === "1") new Logged("old");
  group.registerOutputs({ value });
  return { value };`,
    commands: [
      ...ups("1"),
      { run: "destroy", config: { value: "2" }, runProgram: true, previewOnly: true },
      { run: "destroy", runProgram: true, target: ["**::b"] },
      { run: "destroy", runProgram: true },
      { run: "destroy", runProgram: true },
    ],
  },
  {
    name: "destroy-with-program-protected",
    unordered: true,
    program: `
  new Logged("a", {}, { protect: step === 1 });
  new Logged("b", {}, { protect: step > 1 });
  const c = new Logged("c", {}, { retainOnDelete: step > 1 });
  new Logged("d", {}, { deletedWith: c });`,
    commands: [
      { run: "up" },
      { run: "destroy", runProgram: true },
      { run: "destroy", runProgram: true, ignoreProtect: true },
    ],
  },
  {
    name: "destroy-with-program-that-fails",
    unordered: true,
    program: `
  new Logged("a");
  if (step > 1) throw new Error("broken program");`,
    commands: [{ run: "up" }, { run: "destroy", runProgram: true }],
  },
  {
    name: "destroy-preview",
    program: `
  const a = new Logged("a");
  new Logged("b", { from: a.out });`,
    commands: [{ run: "up" }, { run: "destroy", previewOnly: true }, { run: "destroy" }, { run: "destroy" }],
  },
  {
    name: "pending-deletes-over-updates",
    program: `
  const { existsSync, rmSync, writeFileSync } = require("node:fs");
  const value = config.require("value");
  const file = __dirname + "/fail-delete-a";
  if (value === "4") rmSync(file, { force: true });
  else writeFileSync(file, "");
  const a = new Logged("a", { value: value === "4" ? "3" : value }, { replaceOnChanges: ["value"] });
  new Logged("b", { from: a.out });`,
    commands: ups("1", "2", "2", "3", "4", "4"),
  },
  {
    name: "pending-deletes-kept-and-gone",
    unordered: true,
    program: `
  const { rmSync, writeFileSync } = require("node:fs");
  const value = config.require("value");
  const file = __dirname + "/fail-delete-a";
  if (value === "rest") rmSync(file, { force: true });
  else writeFileSync(file, "");
  if (value !== "gone" && value !== "rest") new Logged("a", { value }, { replaceOnChanges: ["value"] });`,
    commands: [
      ...ups("1", "2"),
      { run: "up", config: { value: "gone" }, continueOnError: true },
      ...ups("rest"),
      { run: "destroy" },
    ],
  },
  {
    name: "pending-deletes-and-delete-first",
    program: `
  const { rmSync, writeFileSync } = require("node:fs");
  const value = config.require("value");
  const file = __dirname + "/fail-delete-a";
  if (value === "3") rmSync(file, { force: true });
  else writeFileSync(file, "");
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"], deleteBeforeReplace: value === "3" });
  new Logged("b", { from: a.out }, { replaceOnChanges: ["from"] });`,
    commands: ups("1", "2", "3", "3"),
  },
  {
    name: "pending-deletes-and-targets",
    program: `
  const { rmSync, writeFileSync } = require("node:fs");
  const value = config.require("value");
  const file = __dirname + "/fail-delete-a";
  if (value === "2") writeFileSync(file, "");
  else rmSync(file, { force: true });
  const a = new Logged("a", { value: value === "1" ? "1" : "2" }, { replaceOnChanges: ["value"] });
  new Logged("b", { value }, { dependsOn: a });`,
    commands: [
      ...ups("1", "2"),
      { run: "up", config: { value: "3" }, target: ["**::b"] },
      { run: "up", target: ["**::a"] },
    ],
  },
  {
    name: "duplicate-urn-of-a-read-one",
    program: `
  const a = new Raw("a", {}, { id: "known" });
  a.out.apply(() => new Raw("a"));`,
    commands: [{ run: "preview" }, { run: "up" }],
  },
];
