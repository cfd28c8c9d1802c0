import { type Scenario, ups } from "../scenario";
import { made } from "./made";

/** Replacements that other things than inputs demand. */
export const triggers: readonly Scenario[] = [
  {
    name: "replacement-trigger-values",
    unordered: true,
    program: `
  const v = config.require("value");
  const on = (name, first, second, inputs = {}) =>
    new Logged(name, inputs, { replacementTrigger: v === "1" ? first : second });
  on("null-to-value", null, "x");
  on("value-to-null", "x", null);
  on("absent-to-value", undefined, "x");
  on("value-to-absent", "x", undefined);
  on("equal", "x", "x");
  on("number-to-string", 1, "1");
  on("false-to-true", false, true);
  on("empty-to-text", "", "x");
  on("zero-to-one", 0, 1);
  on("map-equal", { x: [1, { y: 2 }] }, { x: [1, { y: 2 }] });
  on("map-changed", { x: [1, { y: 2 }] }, { x: [1, { y: 3 }] });
  on("list-order", [1, 2], [2, 1]);
  on("key-order", { a: 1, b: 2 }, { b: 2, a: 1 });
  on("nested-secret-changed", { a: pulumi.secret("1") }, { a: pulumi.secret("2") });
  on("beside-a-secret", { a: pulumi.secret("1"), b: 1 }, { a: pulumi.secret("1"), b: 2 });
  on("secret-gained", "x", pulumi.secret("x"));
  on("secret-lost", pulumi.secret("x"), "x");
  on("output", pulumi.output("1"), pulumi.output("2"));
  on("silent-provider", "1", "2", { diff: { changes: false } });
  on("with-a-change", "1", "2", { value: v });`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    name: "replacement-trigger-deletes-first",
    program: `
  const value = config.require("value");
  const a = new Logged("a", {}, { replacementTrigger: value, deleteBeforeReplace: true });
  new Logged("b", { value: a.out }, { replaceOnChanges: ["value"] });`,
    commands: ups("1", "2"),
  },
  {
    // The provider's own wish to delete first is not asked: the trigger comes before the diff.
    name: "replacement-trigger-and-the-provider-s-delete-first",
    program: `
  const value = config.require("value");
  new Logged("a", { diff: { changes: true, replaces: ["value"], deleteBeforeReplace: true } }, { replacementTrigger: value });`,
    commands: ups("1", "2"),
  },
  {
    name: "replacement-trigger-protected",
    program: `
  const value = config.require("value");
  new Logged("a", {}, { replacementTrigger: value, protect: true });`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    name: "replacement-trigger-on-a-component-with-users",
    program: `${made}
  const value = config.require("value");
  class Group extends pulumi.ComponentResource {
    constructor(name, opts) {
      super("test:index:Group", name, {}, opts);
      this.child = new Logged("child", {}, { parent: this });
      this.registerOutputs({ value });
    }
  }
  const g = await made(new Group("g", { replacementTrigger: value }));
  await made(g.child);
  await made(new Logged("user", {}, { dependsOn: g }));
  await made(new Logged("with", {}, { replaceWith: [g] }));`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2", "2")],
  },
  {
    name: "replacement-trigger-from-an-output-that-stays",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value });
  new Logged("b", {}, { replacementTrigger: a.out.apply(() => "the same") });`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    name: "replace-with-chain",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"] });
  const b = new Logged("b", {}, { replaceWith: [a] });
  const c = new Logged("c", {}, { replaceWith: [b] });
  new Logged("d", { value: c.out });`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2", "2")],
  },
  {
    name: "replace-with-several",
    unordered: true,
    program: `${made}
  const value = config.require("value");
  const a = await made(new Logged("a", { value: value === "2" ? "x" : "y" }, { replaceOnChanges: ["value"] }));
  const b = await made(new Logged("b", { value: value === "3" ? "x" : "y" }, { replaceOnChanges: ["value"] }));
  await made(new Logged("c", {}, { replaceWith: [a, b] }));
  await made(new Logged("d", {}, { replaceWith: [a], protect: false, retainOnDelete: true }));`,
    commands: ups("1", "2", "3"),
  },
  {
    name: "replace-with-an-updated-one",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value });
  new Logged("b", {}, { replaceWith: [a] });`,
    commands: ups("1", "2"),
  },
  {
    name: "replace-with-a-component",
    program: `${made}
  const value = config.require("value");
  class Group extends pulumi.ComponentResource {
    constructor(name, opts) {
      super("test:index:Group", name, {}, opts);
      this.child = new Logged("child", { value }, { parent: this, replaceOnChanges: ["value"] });
      this.registerOutputs();
    }
  }
  const g = await made(new Group("g"));
  await made(g.child);
  await made(new Logged("with-group", {}, { replaceWith: [g] }));
  await made(new Logged("with-child", {}, { replaceWith: [g.child] }));`,
    commands: ups("1", "2"),
  },
  {
    name: "replace-with-one-that-goes",
    program: `${made}
  const value = config.require("value");
  const a = value === "1" ? [await made(new Logged("a"))] : [];
  await made(new Logged("b", {}, { replaceWith: a }));`,
    commands: ups("1", "2"),
  },
  {
    name: "replace-with-protected",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"] });
  new Logged("b", {}, { replaceWith: [a], protect: true });`,
    commands: ups("1", "2"),
  },
  {
    name: "replace-with-delete-first-chain",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"], deleteBeforeReplace: true });
  const b = new Logged("b", {}, { replaceWith: [a] });
  new Logged("c", { value: b.out }, { replaceWith: [b] });`,
    commands: ups("1", "2"),
  },
  {
    name: "replace-with-added-later",
    unordered: true,
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"] });
  new Logged("b", { value: "x" }, { replaceWith: step === 1 ? [] : [a] });`,
    commands: ups("1", "1", "2"),
  },
  {
    name: "deleted-with-replaced-and-gone",
    program: `${made}
  const value = config.require("value");
  if (value === "gone") return;
  const a = await made(new Logged("a", { value }, { replaceOnChanges: ["value"], deleteBeforeReplace: true }));
  const b = await made(new Logged("b", {}, { deletedWith: a }));
  await made(new Logged("c", {}, { deletedWith: b, dependsOn: b }));`,
    commands: ups("1", "2", "gone"),
  },
  {
    name: "deleted-with-kept",
    program: `${made}
  const value = config.require("value");
  const a = await made(new Logged("a"));
  if (value === "1") await made(new Logged("b", {}, { deletedWith: a }));`,
    commands: ups("1", "2"),
  },
  {
    name: "deleted-with-a-component",
    program: `${made}
  const value = config.require("value");
  class Group extends pulumi.ComponentResource {
    constructor(name) { super("test:index:Group", name); this.registerOutputs(); }
  }
  if (value === "gone") return;
  const g = await made(new Group("g"));
  await made(new Logged("b", {}, { deletedWith: g }));`,
    commands: ups("1", "gone"),
  },
];
