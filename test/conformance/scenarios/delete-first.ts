import { type Scenario, ups } from "../scenario";
import { made } from "./made";

const DELETES_FIRST = `{ replaceOnChanges: ["value"], deleteBeforeReplace: true }`;

/** Replacements that delete first, and what goes with them. */
export const deleteFirst: readonly Scenario[] = [
  {
    name: "delete-first-of-the-option-alone",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, { deleteBeforeReplace: true });
  new Logged("b", { value: a.out });`,
    commands: ups("1", "2"),
  },
  {
    name: "delete-first-with-the-provider-s-replaces",
    program: `
  const value = config.require("value");
  const diff = { changes: true, replaces: ["value"] };
  const a = new Logged("a", { value, diff }, { deleteBeforeReplace: true });
  new Logged("b", { value: a.out, diff });`,
    commands: ups("1", "2"),
  },
  {
    // What depends on it without being replaced for it stays, and is updated.
    name: "delete-first-and-who-stays",
    program: `${made}
  const value = config.require("value");
  const a = await made(new Logged("a", { value }, ${DELETES_FIRST}));
  await made(new Logged("other-key", { value: "x", other: a.out }, { replaceOnChanges: ["value"] }));
  await made(new Logged("no-option", { value: a.out }));
  await made(new Logged("only-depends", {}, { dependsOn: a, replaceOnChanges: ["*"] }));
  await made(new Logged("child", {}, { parent: a }));`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    // Between e and c stands d, which is only updated, so the real engine sees no order in deleting the two.
    name: "delete-first-through-a-chain",
    unordered: true,
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, ${DELETES_FIRST});
  const b = new Logged("b", { value: a.out }, { replaceOnChanges: ["value"] });
  const c = new Logged("c", { value: { deep: b.out } }, { replaceOnChanges: ["value.deep"] });
  const d = new Logged("d", { value: c.out });
  new Logged("e", { value: d.out }, { replaceOnChanges: ["value"] });`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    // The fan-out is an estimate: a dependent is deleted and created again although its input turns out the same.
    name: "delete-first-although-nothing-changes",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, ${DELETES_FIRST});
  new Logged("b", { value: a.out.apply(() => "the same") }, { replaceOnChanges: ["value"] });`,
    commands: ups("1", "2"),
  },
  {
    name: "delete-first-through-a-component",
    program: `${made}
  class Group extends pulumi.ComponentResource {
    constructor(name, args, opts) {
      super("test:index:Group", name, args, opts);
      this.child = new Logged(name + "-child", { value: args.value }, { parent: this, replaceOnChanges: ["value"], deleteBeforeReplace: args.first });
      this.out = this.child.out;
      this.registerOutputs({ out: this.out });
    }
  }
  const value = config.require("value");
  const g = await made(new Group("g", { value, first: true }));
  await made(g.child);
  const h = await made(new Group("h", { value: g.out }, { dependsOn: g }));
  await made(h.child);
  await made(new Logged("last", { value: h.out }, { replaceOnChanges: ["value"] }));`,
    commands: ups("1", "2"),
  },
  {
    name: "delete-first-with-a-protected-dependent",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, ${DELETES_FIRST});
  new Logged("b", { value: a.out }, { replaceOnChanges: ["value"], protect: true });`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    name: "delete-first-with-a-protected-one-that-stays",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, ${DELETES_FIRST});
  new Logged("b", { value: a.out }, { protect: true });`,
    commands: ups("1", "2"),
  },
  {
    name: "delete-first-with-a-retained-dependent",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, ${DELETES_FIRST});
  new Logged("b", { value: a.out }, { replaceOnChanges: ["value"], retainOnDelete: true });`,
    commands: ups("1", "2"),
  },
  {
    name: "delete-first-retained",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"], deleteBeforeReplace: true, retainOnDelete: true });
  new Logged("b", { value: a.out }, { replaceOnChanges: ["value"] });`,
    commands: ups("1", "2"),
  },
  {
    name: "delete-first-with-deleted-with",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, ${DELETES_FIRST});
  new Logged("b", { value: "x" }, { deletedWith: a });`,
    commands: ups("1", "2"),
  },
  {
    // A dependent that the program no longer has is deleted with the fan-out and not created again.
    name: "delete-first-and-a-dependent-gone",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, ${DELETES_FIRST});
  if (value === "1") new Logged("b", { value: a.out }, { replaceOnChanges: ["value"] });`,
    commands: ups("1", "2"),
  },
  {
    name: "delete-first-and-a-dependent-that-depends-no-more",
    program: `${made}
  const value = config.require("value");
  const a = await made(new Logged("a", { value }, ${DELETES_FIRST}));
  await made(new Logged("b", { value: value === "1" ? a.out : "own" }, { replaceOnChanges: ["value"] }));`,
    commands: ups("1", "2", "2"),
  },
  {
    name: "delete-first-twice-in-a-chain",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value }, ${DELETES_FIRST});
  const b = new Logged("b", { value: a.out }, ${DELETES_FIRST});
  new Logged("c", { value: b.out, other: a.out }, ${DELETES_FIRST});`,
    commands: ups("1", "2"),
  },
  {
    name: "delete-first-failing-delete",
    program: `
  const { rmSync, writeFileSync } = require("node:fs");
  const value = config.require("value");
  if (step < 3) writeFileSync(__dirname + "/fail-delete-a", "");
  else rmSync(__dirname + "/fail-delete-a", { force: true });
  const a = new Logged("a", { value }, ${DELETES_FIRST});
  new Logged("b", { value: a.out }, { replaceOnChanges: ["value"] });`,
    commands: ups("1", "2", "2"),
  },
  {
    name: "delete-first-failing-delete-of-a-dependent",
    program: `
  const { rmSync, writeFileSync } = require("node:fs");
  const value = config.require("value");
  if (step < 3) writeFileSync(__dirname + "/fail-delete-b", "");
  else rmSync(__dirname + "/fail-delete-b", { force: true });
  const a = new Logged("a", { value }, ${DELETES_FIRST});
  new Logged("b", { value: a.out }, { replaceOnChanges: ["value"] });`,
    commands: ups("1", "2", "2"),
  },
  {
    name: "delete-first-failing-create-with-dependents",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value, ...(value === "bad" ? { fail: "create" } : {}) }, ${DELETES_FIRST});
  const b = new Logged("b", { value: a.out }, { replaceOnChanges: ["value"] });
  new Logged("c", { value: b.out });`,
    commands: [...ups("1", "bad"), { run: "preview", config: { value: "2" } }, ...ups("2", "2")],
  },
  {
    name: "delete-first-failed-then-destroyed",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value, ...(value === "bad" ? { fail: "create" } : {}) }, ${DELETES_FIRST});
  new Logged("b", { value: a.out }, { replaceOnChanges: ["value"] });`,
    commands: [...ups("1", "bad"), { run: "destroy" }],
  },
  {
    name: "delete-first-of-a-renamed-one",
    program: `
  const value = config.require("value");
  const name = value === "1" ? "a" : "renamed";
  const a = new Logged(name, { value, name: "a" }, { replaceOnChanges: ["value"], deleteBeforeReplace: true, aliases: [{ name: "a" }] });
  new Logged("b", { value: a.out }, { replaceOnChanges: ["value"] });`,
    commands: ups("1", "2"),
  },
];
