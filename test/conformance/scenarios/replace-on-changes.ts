import { type Scenario, ups } from "../scenario";
import { group, made } from "./made";

/** Which changes replace, beyond the plain cases of `replacement`. */
export const replaceOnChanges: readonly Scenario[] = [
  {
    name: "replace-on-changes-paths",
    unordered: true,
    program: `
  const v = config.require("value");
  const on = (name, value, ...replaceOnChanges) => new Logged(name, { value }, { replaceOnChanges });
  on("any-element", [v, "x"], "value[*]");
  on("first-element", [v, "x"], "value[0]");
  on("second-element", [v, "x"], "value[1]");
  on("whole-list", [v, "x"], "value");
  on("longer-list", v === "1" ? ["x"] : ["x", "y"], "value[1]");
  on("shorter-list", v === "1" ? ["x", "y"] : ["x"], "value[1]");
  on("shorter-list-whole", v === "1" ? ["x", "y"] : ["x"], "value");
  on("any-key", { x: v }, "value.*");
  on("any-key-deeper", { x: { y: v } }, "value.*.y");
  on("any-key-other", { x: { y: v } }, "value.*.z");
  on("key-added", v === "1" ? { x: 1 } : { x: 1, y: 2 }, "value.y");
  on("key-removed", v === "1" ? { x: 1, y: 2 } : { x: 1 }, "value.y");
  on("map-added", v === "1" ? undefined : { y: 2 }, "value.y");
  on("map-removed", v === "1" ? { y: 2 } : undefined, "value.y");
  on("to-another-kind", v === "1" ? "text" : { y: 2 }, "value.y");
  on("quoted", { "a.b": v }, 'value["a.b"]');
  on("quoted-otherwise", { "a.b": v }, "value.a.b");
  on("two-paths", { x: v }, "other", "value.x");
  on("number-to-string", v === "1" ? 1 : "1", "value");
  on("order-of-a-list", v === "1" ? ["x", "y"] : ["y", "x"], "value[*]");`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    name: "replace-on-changes-with-the-provider-s-keys",
    unordered: true,
    program: `
  const value = config.require("value");
  const says = (diff) => ({ value, other: { x: value }, diff });
  const options = { replaceOnChanges: ["other.x"] };
  new Logged("no-change", says({ changes: false }), options);
  new Logged("changes-without-keys", says({ changes: true }), options);
  new Logged("replaces-another", says({ changes: true, replaces: ["value"] }), options);
  new Logged("replaces-without-changes", says({ changes: false, replaces: ["value"] }), options);
  new Logged("silent", says({}), options);
  new Logged("stable", says({ changes: true, stables: ["out"] }), options);`,
    commands: ups("1", "2"),
  },
  {
    name: "replace-on-changes-of-an-unknown",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value });
  const same = a.out.apply(() => "always the same");
  const b = new Logged("b", { value: same }, { replaceOnChanges: ["value"] });
  new Logged("c", { value: { x: b.out.apply(() => "the same, too") } }, { replaceOnChanges: ["value.x"] });`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    name: "replace-on-changes-and-secrets",
    unordered: true,
    program: `
  const value = config.require("value");
  new Logged("content", { value: pulumi.secret(value) }, { replaceOnChanges: ["value"] });
  new Logged("below", { value: pulumi.secret({ x: value, y: 1 }) }, { replaceOnChanges: ["value.x"] });
  new Logged("beside", { value: pulumi.secret({ x: value, y: 1 }) }, { replaceOnChanges: ["value.y"] });
  new Logged("gained-and-changed", { value: value === "1" ? value : pulumi.secret(value) }, { replaceOnChanges: ["value"] });
  new Logged("gained", { value: value === "1" ? "x" : pulumi.secret("x") }, { replaceOnChanges: ["value"] });
  new Logged("lost", { value: value === "1" ? pulumi.secret({ x: 1 }) : { x: 1 } }, { replaceOnChanges: ["value.x"] });`,
    commands: ups("1", "2"),
  },
  {
    name: "replace-on-changes-on-a-component",
    program: `${made}${group}
  const value = config.require("value");
  class Sized extends pulumi.ComponentResource {
    constructor(name, args, opts) {
      super("test:index:Sized", name, args, opts);
      this.child = new Logged(name + "-child", { value: args.value }, { parent: this });
      this.registerOutputs();
    }
  }
  const g = await made(new Group("g", { value }, { replaceOnChanges: ["value"] }));
  await made(g.child);
  const s = await made(new Sized("s", { value }, { replaceOnChanges: ["*"] }));
  await made(s.child);`,
    commands: ups("1", "2"),
  },
  {
    name: "replace-on-changes-after-a-failed-initialization",
    program: `
  const value = config.require("value");
  new Logged("a", { value, ...(value === "bad" ? { fail: "partial-update" } : {}) }, { replaceOnChanges: ["*"] });`,
    commands: ups("1", "bad", "2", "2"),
  },
  {
    // A named key does not match the failed initialization, so that is updated in place.
    name: "replace-on-changes-of-a-key-after-a-failed-initialization",
    program: `
  const value = config.require("value");
  new Logged("a", { value: "x", ...(value === "bad" ? { fail: "partial-create" } : {}) }, { replaceOnChanges: ["value"] });`,
    commands: ups("bad", "2", "2"),
  },
  {
    name: "replace-on-changes-added-and-dropped",
    program: `
  const value = config.require("value");
  new Logged("a", { value }, step === 2 ? { replaceOnChanges: ["value"] } : {});`,
    commands: ups("1", "2", "3"),
  },
  {
    name: "replace-on-changes-not-a-path",
    program: `
  const value = config.require("value");
  new Logged("a", { value }, { replaceOnChanges: ["value["] });`,
    commands: ups("1", "2"),
  },
  {
    name: "ignored-wins-over-replace-on-changes",
    unordered: true,
    program: `
  const value = config.require("value");
  new Logged("nested", { value: { x: value, y: value } }, { replaceOnChanges: ["value"], ignoreChanges: ["value.x"] });
  new Logged("everything", { value }, { replaceOnChanges: ["*"], ignoreChanges: ["*"] });
  new Logged("above", { value: { x: value } }, { replaceOnChanges: ["value.x"], ignoreChanges: ["value"] });`,
    commands: ups("1", "2"),
  },
];
