import { type Scenario, ups } from "../scenario";

const urn = (name: string) => `urn:pulumi:dev::conformance::pulumi-nodejs:dynamic:Logged::${name}`;

/** A chain: b needs a, c needs b; d stands apart. */
const chain = `
  const value = config.require("value");
  const a = new Logged("a", { value });
  const b = new Logged("b", { value, from: a.out });
  const c = new Logged("c", { value, from: b.out });
  new Logged("d", { value }, { dependsOn: c });`;

const component = `
  const value = config.require("value");
  const group = new pulumi.ComponentResource("my:Group", "group");
  const a = new Logged("a", { value }, { parent: group });
  const b = new Logged("b", { value, from: a.out }, { parent: a });
  group.registerOutputs({ out: b.out });
  new Logged("c", { value }, { dependsOn: group });`;

/** Operations on some of the resources only. */
export const targets: readonly Scenario[] = [
  {
    name: "target-one",
    program: chain,
    commands: [
      ...ups("1"),
      { run: "preview", config: { value: "2" }, target: [urn("b")] },
      { run: "up", target: [urn("b")] },
      { run: "up", target: [urn("a"), urn("d")] },
      { run: "up" },
    ],
  },
  {
    name: "target-wildcards",
    program: chain,
    commands: [
      ...ups("1"),
      { run: "up", config: { value: "2" }, target: ["**:Logged::a"] },
      { run: "up", target: ["urn:pulumi:*::conformance::*::b"] },
      { run: "up", target: ["urn:pulumi:*::conformance::**::c"] },
      { run: "up", target: ["**::nothing"] },
    ],
  },
  {
    name: "target-dependents",
    program: chain,
    commands: [
      ...ups("1"),
      { run: "preview", config: { value: "2" }, target: [urn("b")], targetDependents: true },
      { run: "up", target: [urn("b")], targetDependents: true },
    ],
  },
  {
    name: "target-that-does-not-exist",
    program: chain,
    commands: [
      ...ups("1"),
      { run: "preview", config: { value: "2" }, target: [urn("nothing")] },
      // Up deletes and updates what it is about, and fails at the end.
      { run: "up", target: [urn("nothing"), urn("a")] },
      { run: "up", replace: [urn("nothing")] },
      { run: "destroy", target: [urn("nothing")] },
      { run: "refresh", target: [urn("nothing")] },
      { run: "up", exclude: [urn("nothing")] },
      { run: "refresh", exclude: [urn("nothing")] },
    ],
  },
  {
    // The untargeted ones answer with unknowns, and are in no state.
    name: "target-creates",
    program: `
  const a = new Logged("a");
  new Logged("b");
  new Logged("c", {}, { parent: a });
  return { a: a.out };`,
    unordered: true,
    commands: [{ run: "preview", target: [urn("b")] }, { run: "up", target: [urn("b")] }, { run: "up" }],
  },
  {
    name: "target-needs-an-untargeted-create",
    program: chain,
    commands: [
      { run: "preview", config: { value: "1" }, target: [urn("b"), urn("d")] },
      { run: "up", target: [urn("b")] },
      { run: "up", target: [urn("a")] },
      { run: "up", target: [urn("b")] },
    ],
  },
  {
    name: "target-and-a-replacement",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"] });
  new Logged("b", { from: a.out }, { replaceOnChanges: ["from"] });`,
    commands: [
      ...ups("1"),
      { run: "up", config: { value: "2" }, target: [urn("a")] },
      { run: "up", config: { value: "3" }, target: [urn("b")] },
      { run: "up" },
    ],
  },
  {
    name: "target-and-a-replacement-that-deletes-first",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"], deleteBeforeReplace: true });
  const b = new Logged("b", { from: a.out }, { replaceOnChanges: ["from"] });
  new Logged("c", { from: b.out });`,
    commands: [
      ...ups("1"),
      { run: "preview", config: { value: "2" }, target: [urn("a")] },
      { run: "up", target: [urn("a")] },
      { run: "up", config: { value: "3" }, target: [urn("a")], targetDependents: true },
      { run: "up" },
    ],
  },
  {
    // What was removed from the program, and is no target, stays.
    name: "target-and-removed-resources",
    program: `
  const value = config.require("value");
  let dependsOn;
  if (value === "1") dependsOn = new Logged("a");
  new Logged("b", {}, { dependsOn });
  if (value === "1") new Logged("c");
  new Logged("d", { value });`,
    unordered: true,
    commands: [
      ...ups("1"),
      { run: "up", config: { value: "2" }, target: [urn("d")] },
      { run: "up", target: [urn("c")] },
      { run: "up", target: [urn("b")] },
      { run: "up", target: [urn("a")] },
    ],
  },
  {
    // a's removal takes what depends on it in the state; that is no target.
    name: "target-a-removed-one-with-dependents",
    program: `
  const value = config.require("value");
  if (value === "1") {
    const a = new Logged("a");
    new Logged("b", { from: a.out });
  }
  new Logged("c");`,
    unordered: true,
    commands: [
      ...ups("1"),
      { run: "preview", config: { value: "2" }, target: [urn("a")] },
      { run: "up", target: [urn("a")] },
      { run: "up", target: [urn("a")], targetDependents: true },
    ],
  },
  {
    name: "target-a-component",
    unordered: true,
    program: component,
    commands: [
      ...ups("1"),
      { run: "up", config: { value: "2" }, target: ["**::group"] },
      { run: "up", config: { value: "3" }, target: ["**::group"], targetDependents: true },
      { run: "up", config: { value: "4" }, target: ["**::b"] },
    ],
  },
  {
    name: "target-a-component-that-is-not-there-yet",
    unordered: true,
    program: component,
    commands: [
      { run: "up", config: { value: "1" }, target: ["**::c"] },
      { run: "up", target: ["**::group"] },
      { run: "up", target: ["**::a"] },
      { run: "up", target: ["**::group", "**::a", "**::b"] },
    ],
  },
  {
    name: "target-with-explicit-providers",
    program: `
  const value = config.require("value");
  class Dynamic extends pulumi.ProviderResource {}
  const one = new Dynamic("pulumi-nodejs", "one", { value });
  const two = new Dynamic("pulumi-nodejs", "two", { value });
  const a = new Logged("a", { value }, { provider: one });
  new Logged("b", { value }, { provider: two, dependsOn: a });`,
    unordered: true,
    commands: [
      ...ups("1"),
      { run: "up", config: { value: "2" }, target: ["**::a"] },
      { run: "up", config: { value: "3" }, target: ["**::one"], targetDependents: true },
      { run: "destroy", target: ["**::one"] },
      { run: "destroy", target: ["**::one"], targetDependents: true },
    ],
  },
  {
    // The other way round, with only the new name as the target, the real one writes a state that it then refuses.
    name: "target-beside-an-aliased-one",
    program: `
  const value = config.require("value");
  const a = new Logged(value === "1" ? "a" : "new", { value }, { aliases: [{ name: "a" }] });
  new Logged("b", { value, from: a.out });`,
    commands: [...ups("1"), { run: "up", config: { value: "2" }, target: [urn("b")] }],
  },
  {
    name: "destroy-targets",
    program: chain,
    commands: [
      ...ups("1"),
      { run: "destroy", target: [urn("a")], previewOnly: true },
      { run: "destroy", target: [urn("c")] },
      { run: "destroy", target: [urn("c")], targetDependents: true },
      { run: "destroy", target: [urn("b")] },
      { run: "destroy", target: [urn("a"), urn("b")] },
    ],
  },
  {
    name: "destroy-targets-of-a-component",
    unordered: true,
    program: component,
    commands: [
      ...ups("1"),
      { run: "destroy", target: ["**::b"] },
      { run: "destroy", target: ["**::group"] },
      { run: "destroy", target: ["**::group"], targetDependents: true },
      ...ups("1"),
    ],
  },
  {
    name: "destroy-targets-protected",
    program: `
  const a = new Logged("a", {}, { protect: true });
  const b = new Logged("b", { from: a.out });
  new Logged("c", { from: b.out }, { protect: true });
  new Logged("d", {}, { retainOnDelete: true, dependsOn: b });
  new Logged("e", {}, { deletedWith: b });`,
    unordered: true,
    commands: [
      { run: "up" },
      { run: "destroy", target: [urn("c")] },
      { run: "destroy", target: [urn("d")] },
      { run: "destroy", target: [urn("e")] },
      { run: "destroy", target: [urn("b")], targetDependents: true },
      { run: "destroy", target: [urn("c")], ignoreProtect: true },
      { run: "destroy", excludeProtected: true },
      { run: "destroy" },
      { run: "destroy", ignoreProtect: true },
    ],
  },
  {
    name: "destroy-with-deleted-with",
    program: `
  const a = new Logged("a");
  const b = new Logged("b", {}, { deletedWith: a });
  new Logged("c", { from: b.out }, { retainOnDelete: true });`,
    commands: [
      { run: "up" },
      { run: "destroy", target: [urn("a")] },
      { run: "destroy", target: [urn("a")], targetDependents: true },
    ],
  },
  {
    name: "exclude",
    program: chain,
    commands: [
      ...ups("1"),
      { run: "preview", config: { value: "2" }, exclude: [urn("b")] },
      { run: "up", exclude: [urn("b")] },
      { run: "up", config: { value: "3" }, exclude: ["**::b"], excludeDependents: true },
      { run: "up" },
    ],
  },
  {
    name: "exclude-creates",
    program: chain,
    commands: [
      { run: "preview", config: { value: "1" }, exclude: [urn("d")] },
      { run: "up", exclude: [urn("d"), "**::c"] },
      { run: "up", exclude: [urn("d")] },
      { run: "up" },
    ],
  },
  {
    name: "exclude-from-a-destroy",
    program: chain,
    commands: [
      ...ups("1"),
      { run: "destroy", exclude: ["**::b"] },
      ...ups("2"),
      { run: "destroy", exclude: ["**::d"] },
    ],
  },
  {
    name: "exclude-removed-resources",
    program: `
  const value = config.require("value");
  if (value === "1") {
    const a = new Logged("a");
    new Logged("b", { from: a.out });
  }
  new Logged("c");`,
    unordered: true,
    commands: [...ups("1"), { run: "up", config: { value: "2" }, exclude: ["**::b"] }, ...ups("2")],
  },
  {
    name: "replace-one",
    unordered: true,
    program: chain,
    commands: [
      ...ups("1"),
      { run: "preview", replace: [urn("b")] },
      { run: "up", replace: [urn("b")] },
      { run: "up", config: { value: "2" }, replace: ["**::a", "**::d"] },
    ],
  },
  {
    name: "replace-one-that-deletes-first",
    program: `
  const a = new Logged("a", {}, { deleteBeforeReplace: true });
  const b = new Logged("b", { from: a.out }, { replaceOnChanges: ["from"] });
  new Logged("c", { from: b.out });`,
    commands: [{ run: "up" }, { run: "up", replace: [urn("a")] }, { run: "up", replace: [urn("b")] }],
  },
  {
    name: "replace-one-with-target",
    program: chain,
    commands: [
      ...ups("1"),
      { run: "up", config: { value: "2" }, target: [urn("b")], replace: [urn("b")] },
      // The replacement is no target: nothing is replaced.
      { run: "up", config: { value: "3" }, target: [urn("a")], replace: [urn("b")] },
    ],
  },
  {
    name: "replace-protected-and-components",
    program: `
  const group = new pulumi.ComponentResource("my:Group", "group");
  new Logged("a", {}, { parent: group });
  new Logged("b", {}, { protect: true });`,
    unordered: true,
    commands: [
      { run: "up" },
      { run: "up", replace: ["**::group"] },
      { run: "preview", replace: ["**::b"] },
      { run: "up", replace: ["**::b"] },
      { run: "up", replace: ["**::b"], ignoreProtect: true },
    ],
  },
];
