import { type Scenario, ups } from "../scenario";

const chain = (options: string) => `
  const value = config.require("value");
  const a = new Logged("a", { value }, ${options});
  const b = new Logged("b", { value: a.out });
  new Logged("c", { value: b.out });
  return { out: b.out };`;

/** Which changes replace, and in which order a replacement goes. */
export const replacement: readonly Scenario[] = [
  {
    name: "update-in-place",
    program: chain("{}"),
    commands: [...ups("1", "1", "2"), { run: "preview", config: { value: "3" } }, { run: "destroy" }],
  },
  {
    name: "replace-on-changes",
    program: chain('{ replaceOnChanges: ["value"] }'),
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2"), { run: "destroy" }],
  },
  { name: "replace-on-any-change", program: chain('{ replaceOnChanges: ["*"] }'), commands: ups("1", "2") },
  {
    name: "replace-on-changes-of-another-key",
    program: chain('{ replaceOnChanges: ["other"] }'),
    commands: ups("1", "2"),
  },
  {
    name: "replace-on-changes-nested",
    unordered: true,
    program: `
  const value = config.require("value");
  new Logged("exact", { value: { x: { y: value } } }, { replaceOnChanges: ["value.x.y"] });
  new Logged("above", { value: { x: { y: value } } }, { replaceOnChanges: ["value.x"] });
  new Logged("too-deep", { value: { x: { y: value } } }, { replaceOnChanges: ["value.x.y.z"] });
  new Logged("list", { value: [{ y: value }] }, { replaceOnChanges: ["value[*].y"] });
  new Logged("other-index", { value: [{ y: value }] }, { replaceOnChanges: ["value[1].y"] });`,
    commands: ups("1", "2"),
  },
  {
    name: "replace-on-changes-silent-provider",
    program: `
  const value = config.require("value");
  new Logged("a", { value, diff: { changes: true } }, { replaceOnChanges: ["*"] });`,
    commands: ups("1", "2"),
  },
  {
    name: "replace-on-changes-ignored",
    program: `
  const value = config.require("value");
  new Logged("a", { value, other: value }, { replaceOnChanges: ["value"], ignoreChanges: ["value"] });`,
    commands: ups("1", "2"),
  },
  {
    name: "provider-replaces",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value, diff: { changes: true, replaces: ["value"] } });
  new Logged("b", { value: a.out });`,
    commands: ups("1", "2"),
  },
  {
    name: "provider-deletes-first",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value, diff: { changes: true, replaces: ["value"], deleteBeforeReplace: true } });
  new Logged("b", { value: a.out });`,
    commands: ups("1", "2"),
  },
  {
    name: "delete-first-denied-to-the-provider",
    program: `
  const value = config.require("value");
  const diff = { changes: true, replaces: ["value"], deleteBeforeReplace: true };
  new Logged("a", { value, diff }, { deleteBeforeReplace: false });`,
    commands: ups("1", "2"),
  },
  {
    name: "delete-before-replace",
    program: chain('{ replaceOnChanges: ["value"], deleteBeforeReplace: true }'),
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    name: "delete-before-replace-fans-out",
    unordered: true,
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"], deleteBeforeReplace: true });
  const b = new Logged("b", { value: a.out }, { replaceOnChanges: ["value"] });
  new Logged("c", { value: b.out }, { replaceOnChanges: ["value"] });
  new Logged("d", {}, { dependsOn: a });`,
    commands: ups("1", "2"),
  },
  {
    name: "replacement-trigger",
    program: `
  const value = config.require("value");
  const a = new Logged("a", {}, { replacementTrigger: value === "none" ? undefined : value });
  new Logged("b", { value: a.out });`,
    commands: ups("none", "1", "1", "2", "none", "2"),
  },
  {
    name: "replacement-trigger-secret",
    program: `
  const value = config.require("value");
  new Logged("a", {}, { replacementTrigger: pulumi.secret(value) });`,
    commands: ups("1", "1", "2"),
  },
  {
    name: "replacement-trigger-unknown",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value });
  new Logged("b", {}, { replacementTrigger: a.out });`,
    commands: [
      { run: "preview", config: { value: "1" } },
      ...ups("1"),
      { run: "preview", config: { value: "2" } },
      ...ups("2"),
    ],
  },
  {
    name: "replacement-trigger-on-a-component",
    program: `
  const value = config.require("value");
  class Group extends pulumi.ComponentResource {
    constructor(name, opts) {
      super("test:index:Group", name, {}, opts);
      new Logged("child", {}, { parent: this });
      this.registerOutputs({ value });
    }
  }
  new Group("group", { replacementTrigger: value });`,
    commands: ups("1", "2"),
  },
  {
    name: "replace-with",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"] });
  new Logged("b", {}, { replaceWith: [a] });`,
    commands: ups("1", "2"),
  },
  {
    name: "replace-with-delete-first",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"], deleteBeforeReplace: true });
  new Logged("b", {}, { replaceWith: [a] });`,
    commands: ups("1", "2"),
  },
  {
    name: "deleted-with",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"] });
  new Logged("b", {}, { deletedWith: a });`,
    commands: [...ups("1", "2"), { run: "destroy" }],
  },
];
