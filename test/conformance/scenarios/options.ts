import { type Scenario, ups } from "../scenario";

/** Options that change what a registration does. */
export const options: readonly Scenario[] = [
  {
    name: "ignore-changes",
    unordered: true,
    program: `
  const value = config.require("value");
  new Logged("one", { value, other: value }, { ignoreChanges: ["value"] });
  new Logged("all", { value, other: value }, { ignoreChanges: ["*"] });
  new Logged("nested", { value: { x: value, y: value } }, { ignoreChanges: ["value.x"] });
  new Logged("list", { value: [value, value] }, { ignoreChanges: ["value[0]"] });
  new Logged("absent", { value }, { ignoreChanges: ["other"] });`,
    commands: ups("1", "2"),
  },
  {
    name: "ignore-changes-brings-back",
    unordered: true,
    program: `
  const value = config.require("value");
  new Logged("all", value === "1" ? { value, other: "x" } : {}, { ignoreChanges: ["*"] });
  new Logged("one", value === "1" ? { value } : {}, { ignoreChanges: ["value"] });
  new Logged("added", value === "1" ? {} : { value }, { ignoreChanges: ["value"] });
  new Logged("deep", value === "1" ? { value: { x: 1 } } : {}, { ignoreChanges: ["value.x"] });`,
    commands: ups("1", "2"),
  },
  {
    name: "ignore-changes-of-a-secret",
    program: `
  const value = config.require("value");
  new Logged("a", { value: step === 1 ? pulumi.secret(value) : value }, { ignoreChanges: ["value"] });`,
    commands: ups("1", "2"),
  },
  {
    name: "protect",
    program: `
  const value = config.require("value");
  const b = new Logged("b");
  if (value !== "gone") new Logged("a", { value }, { protect: true, replaceOnChanges: ["value"], dependsOn: b });`,
    commands: [
      ...ups("1"),
      { run: "preview", config: { value: "2" } },
      ...ups("2"),
      ...ups("gone"),
      { run: "destroy" },
    ],
  },
  {
    name: "unprotect",
    program: `
  const value = config.require("value");
  if (value !== "gone") new Logged("a", {}, { protect: value === "1" });`,
    commands: ups("1", "2", "gone"),
  },
  {
    name: "retain-on-delete",
    program: `
  const value = config.require("value");
  if (value !== "gone") new Logged("a", { value }, { retainOnDelete: true, replaceOnChanges: ["value"] });`,
    commands: ups("1", "2", "gone"),
  },
  {
    name: "deleted-with-gone",
    unordered: true,
    program: `
  const value = config.require("value");
  if (value === "1") {
    const a = new Logged("a");
    new Logged("b", {}, { deletedWith: a });
    new Logged("c", {}, { dependsOn: a });
  }`,
    commands: ups("1", "2"),
  },
  {
    name: "options-only-change",
    unordered: true,
    program: `
  const value = config.require("value");
  const a = new Logged("a");
  new Logged("b", {}, value === "1" ? {} : { dependsOn: a, protect: true, retainOnDelete: true, ignoreChanges: ["x"],
    replaceOnChanges: ["y"], customTimeouts: { create: "5m" }, additionalSecretOutputs: ["out"] });`,
    commands: ups("1", "2"),
  },
  {
    name: "additional-secret-outputs",
    program: `
  const a = new Logged("a", { value: "x" }, { additionalSecretOutputs: ["out"] });
  new Logged("b", { value: a.out });
  return { out: a.out };`,
    commands: [{ run: "up" }, { run: "up" }],
  },
  {
    name: "secrets",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value: pulumi.secret(value), other: { x: pulumi.secret("deep"), y: 1 }, list: [pulumi.secret("in"), 2] });
  new Logged("b", { value: a.value, other: a.out });
  return { value: a.value, plain: "p", nested: { s: pulumi.secret("z") } };`,
    commands: ups("1", "1", "2"),
  },
  {
    name: "secretness-alone",
    program: `
  const value = config.require("value");
  new Logged("a", { value: step === 2 ? pulumi.secret(value) : value }, { replaceOnChanges: ["value"] });`,
    commands: ups("1", "1", "1"),
  },
  {
    name: "read",
    unordered: true,
    program: `
  const value = config.require("value");
  const source = new Logged("source", { value });
  class Known extends pulumi.CustomResource {
    constructor(name, id, inputs, opts) {
      super("pulumi-nodejs:dynamic:Logged", name, { ...inputs, out: undefined, __provider: require("./logged").code }, { ...opts, id });
    }
  }
  const read = new Known("read", "known-id", { name: "read" });
  new Logged("user", { value: read.out });`,
    commands: ups("1", "1"),
  },
];
