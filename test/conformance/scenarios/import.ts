import { type Scenario, ups } from "../scenario";

/** What exists already and is taken over, or only read. */
export const imports: readonly Scenario[] = [
  {
    name: "import",
    program: `
  behave({ liveInputs: { value: "x" }, live: { value: "x", out: "there" } });
  const a = new Raw("a", { value: "x" }, { import: "known" });
  new Raw("b", { from: a.out });`,
    commands: [{ run: "preview" }, { run: "up" }, { run: "up" }, { run: "refresh" }, { run: "destroy" }],
  },
  {
    // What differs is not refused: it is updated in the same run.
    name: "import-with-other-inputs",
    program: `
  behave({ liveInputs: { value: "x", more: 1 }, live: { value: "x", more: 1 } });
  new Raw("a", { value: "y" }, { import: "known" });
  new Raw("b", { value: "y" }, { import: "other", ignoreChanges: ["value"] });`,
    unordered: true,
    commands: [{ run: "preview" }, { run: "up" }, { run: "up" }],
  },
  {
    name: "import-that-would-replace",
    program: `
  behave({ liveInputs: { value: "x" }, live: { value: "x" } });
  new Raw("a", { value: "y" }, { import: "known", replaceOnChanges: ["value"] });`,
    commands: [{ run: "preview" }, { run: "up" }, { run: "up" }],
  },
  {
    name: "import-what-is-not-there",
    program: `
  const a = new Raw("a", { value: "x" }, { import: "gone" });
  new Raw("b", {}, { dependsOn: a });`,
    commands: [{ run: "preview" }, { run: "up" }, { run: "up", continueOnError: true }],
  },
  {
    name: "import-from-a-provider-that-cannot",
    program: `new Raw("a", { value: "x" }, { import: "known" });`,
    commands: [{ run: "preview" }, { run: "up" }],
  },
  {
    name: "import-of-a-dynamic-resource",
    program: `new Logged("a", {}, { import: "known" });`,
    commands: [{ run: "preview" }, { run: "up" }],
  },
  {
    name: "import-finds-half-of-it",
    program: `
  behave({ liveInputs: { value: "x" }, live: { value: "x" }, reads: { a: { fail: step === 1 ? "partial read" : "" } } });
  new Raw("a", { value: "x" }, { import: "known" });`,
    commands: [{ run: "up" }, { run: "up" }],
  },
  {
    name: "import-instead-of-the-old-one",
    program: `
  const value = config.require("value");
  behave({ liveInputs: { value: "x" }, live: { value: "x", out: "there" } });
  const a = new Raw("a", { value: "x" }, value === "1" ? {} : { import: value });
  new Raw("b", { from: a.out });`,
    commands: [
      ...ups("1"),
      { run: "preview", config: { value: "known" } },
      ...ups("known", "known", "another"),
    ],
  },
  {
    name: "import-what-is-managed-already",
    program: `
  const value = config.require("value");
  new Raw("a", { value: "x" }, value === "1" ? {} : { import: "id of a" });`,
    commands: ups("1", "2", "1"),
  },
  {
    name: "import-that-gives-another-id",
    program: `
  behave({ liveInputs: { value: "x" }, live: { value: "x" }, id: "its own id" });
  new Raw("a", { value: "x" }, { import: "known" });`,
    commands: [{ run: "up" }, { run: "up" }],
  },
  {
    name: "import-and-the-option-removed",
    program: `
  const value = config.require("value");
  behave({ liveInputs: { value: "x" }, live: { value: "x" } });
  new Raw("a", { value: value === "3" ? "y" : "x" }, { replaceOnChanges: ["value"], ...(value === "1" ? { import: "known" } : {}) });`,
    commands: ups("1", "2", "3"),
  },
  {
    name: "import-with-target",
    program: `
  behave({ liveInputs: { value: "x" }, live: { value: "x" } });
  const a = new Raw("a", { value: "x" }, { import: "known" });
  new Raw("b", { value: "x" }, { import: "other", dependsOn: a });`,
    commands: [{ run: "up", target: ["**::b"] }, { run: "up", target: ["**::a"] }, { run: "up" }],
  },
  {
    name: "read-then-managed-then-read",
    program: `
  const value = config.require("value");
  const a = new Raw("a", { value: "x" }, value === "managed" ? {} : { id: value });
  new Raw("b", { from: a.out });`,
    commands: [
      ...ups("known", "managed", "known", "known", "other", "managed", "id of a"),
      { run: "destroy" },
    ],
  },
  {
    name: "read-what-is-not-there",
    program: `
  const a = new Raw("a", {}, { id: "gone" });
  new Raw("b", {}, { dependsOn: a });`,
    commands: [{ run: "preview" }, { run: "up" }, { run: "up", continueOnError: true }],
  },
  {
    // A read does not depend on what its id comes from, so they are deleted in any order.
    name: "read-what-another-makes",
    unordered: true,
    program: `
  const a = new Raw("a", { value: "x" });
  const b = new Raw("b", {}, { id: a.id });
  new Raw("c", { from: b.out });`,
    commands: [{ run: "preview" }, { run: "up" }, { run: "up" }, { run: "destroy" }],
  },
  {
    name: "read-then-removed",
    program: `
  const value = config.require("value");
  if (value === "1") new Raw("a", {}, { id: "known" });
  new Logged("b");`,
    unordered: true,
    commands: [...ups("1", "2")],
  },
  {
    name: "read-with-targets",
    program: `
  const a = new Raw("a", {}, { id: "known" });
  const b = new Raw("b", { from: a.out });
  new Raw("c", { from: a.out }, { dependsOn: b });`,
    commands: [{ run: "up", target: ["**::b"] }, { run: "destroy", target: ["**::a"] }, { run: "destroy" }],
  },
  {
    name: "stash-over-updates",
    program: `
  const value = config.require("value");
  const stash = new pulumi.Stash("stash", { input: { value } }, value === "3" ? { replaceOnChanges: ["input"] } : {});
  return { output: stash.output, input: stash.input };`,
    commands: [
      { run: "preview", config: { value: "1" } },
      ...ups("1", "2", "2", "3"),
      { run: "refresh" },
      { run: "up", replace: ["**::stash"] },
      { run: "destroy" },
    ],
  },
  {
    name: "stack-references",
    program: `
  const value = config.require("value");
  const self = new pulumi.StackReference("self", { name: "organization/conformance/dev" });
  const nothing = step === 3 ? new pulumi.StackReference("nothing", { name: "organization/conformance/nothing" }, { dependsOn: self }) : undefined;
  return { value, secret: pulumi.secret(value), before: self.getOutput("value"), hidden: self.getOutput("secret"), none: self.getOutput("none"), nothing: nothing?.getOutput("value") };`,
    commands: [...ups("1", "2", "3"), { run: "refresh" }, { run: "destroy" }],
  },
  {
    name: "read-stack-outputs",
    program: `
  const value = config.require("value");
  const of = (token) => pulumi.runtime.invoke(token, token.endsWith("Outputs") && token.includes("Resource")
    ? { stackName: "organization/conformance/dev" } : { name: "organization/conformance/dev" });
  const outputs = await of("pulumi:pulumi:readStackOutputs");
  const resources = await of("pulumi:pulumi:readStackResourceOutputs");
  const a = new Logged("a", { value, hidden: pulumi.secret(value) });
  return { value, secret: pulumi.secret(value), a: a.out, outputs: JSON.stringify(outputs.outputs), resources: Object.keys(resources.outputs).length };`,
    commands: [
      { run: "preview", config: { value: "0" } },
      ...ups("1", "2"),
      { run: "preview", config: { value: "3" } },
    ],
  },
];
