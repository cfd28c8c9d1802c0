import { type Scenario, ups } from "../scenario";

/** What is left after something fails, and what the next run makes of it. */
export const failure: readonly Scenario[] = [
  {
    name: "failed-create",
    program: `
  const value = config.require("value");
  const c = new Logged("c");
  const a = new Logged("a", value === "bad" ? { fail: "create" } : {}, { dependsOn: c });
  new Logged("b", { value: a.out });
  return { value };`,
    commands: ups("bad", "good"),
  },
  {
    name: "failed-create-deletes-nothing",
    program: `
  const value = config.require("value");
  if (value === "1") new Logged("old");
  else new Logged("new", value === "bad" ? { fail: "create" } : {});
  return { value };`,
    commands: ups("1", "bad", "good"),
  },
  {
    name: "failed-replacement",
    program: `
  const value = config.require("value");
  new Logged("a", { value, ...(value === "bad" ? { fail: "create" } : {}) }, { replaceOnChanges: ["value"] });`,
    commands: ups("1", "bad", "1", "2"),
  },
  {
    name: "failed-replacement-delete-first",
    program: `
  const value = config.require("value");
  new Logged("a", { value, ...(value === "bad" ? { fail: "create" } : {}) }, { replaceOnChanges: ["value"], deleteBeforeReplace: true });`,
    commands: ups("1", "bad", "2"),
  },
  {
    name: "failed-replacement-then-gone",
    program: `
  const value = config.require("value");
  if (value !== "gone") {
    new Logged("a", { value, ...(value === "bad" ? { fail: "create" } : {}) }, { replaceOnChanges: ["value"], deleteBeforeReplace: true });
  }`,
    commands: ups("1", "bad", "gone"),
  },
  {
    name: "failed-update-after-replacement",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"] });
  new Logged("b", { value: a.out, ...(value === "bad" ? { fail: "update" } : {}) });
  return { value };`,
    commands: [...ups("1", "bad", "1", "2")],
  },
  {
    name: "partial-create",
    program: `
  const value = config.require("value");
  new Logged("a", { value, ...(value === "bad" ? { fail: "partial-create" } : {}) });`,
    commands: [...ups("bad", "good"), { run: "destroy" }],
  },
  {
    name: "partial-create-same-again",
    program: `new Logged("a", { value: "x", ...(step === 1 ? { fail: "partial-create" } : {}) }, { ignoreChanges: ["fail"] });`,
    commands: [{ run: "up" }, { run: "up" }],
  },
  {
    name: "partial-create-replace-on-any-change",
    program: `new Logged("a", { value: "x", ...(step === 1 ? { fail: "partial-create" } : {}) }, { replaceOnChanges: ["*"] });`,
    commands: [{ run: "up" }, { run: "up" }],
  },
  {
    name: "partial-update",
    program: `
  const value = config.require("value");
  new Logged("a", { value, ...(value === "bad" ? { fail: "partial-update" } : {}) });`,
    commands: ups("1", "bad", "2"),
  },
  {
    name: "failed-update",
    program: `
  const value = config.require("value");
  new Logged("a", { value, ...(value === "bad" ? { fail: "update" } : {}) });`,
    commands: ups("1", "bad", "2"),
  },
  {
    name: "failed-delete",
    program: `
  const value = config.require("value");
  if (value !== "gone") {
    const a = new Logged("a");
    new Logged("b", { value: a.out, failDelete: true });
  }`,
    commands: [...ups("1", "gone"), { run: "destroy" }],
  },
  {
    name: "failed-delete-of-a-replaced-one",
    program: `
  const value = config.require("value");
  new Logged("a", { value, failDelete: value === "1" }, { replaceOnChanges: ["value"] });`,
    commands: ups("1", "2", "2"),
  },
  {
    name: "failed-check",
    program: `
  const value = config.require("value");
  new Logged("a", value === "bad" ? { fail: "check" } : { value });`,
    commands: [...ups("1"), { run: "preview", config: { value: "bad" } }, ...ups("bad")],
  },
  {
    name: "program-throws",
    unordered: true,
    program: `
  const value = config.require("value");
  new Logged("a", { value });
  if (value === "bad") throw new Error("broken program");
  new Logged("b");`,
    commands: ups("1", "bad", "2"),
  },
  {
    name: "program-throws-in-apply",
    unordered: true,
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value });
  a.out.apply((out) => { if (value === "bad") throw new Error("broken apply"); return out; });
  if (value === "1") new Logged("b");`,
    commands: ups("1", "bad", "2"),
  },
  {
    name: "outputs-of-a-failed-update",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value, ...(value === "bad" ? { fail: "update" } : {}) });
  return { plain: value, computed: a.out };`,
    commands: ups("1", "bad"),
  },
  {
    name: "protected-failed-destroy",
    unordered: true,
    program: `
  const a = new Logged("a", {}, { protect: true });
  new Logged("b", { value: a.out });
  new Logged("c");`,
    commands: [{ run: "up" }, { run: "destroy" }],
  },
];
