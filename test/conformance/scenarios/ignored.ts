import { type Scenario, ups } from "../scenario";

/** Which changes are ignored, beyond the plain cases of `options`. */
export const ignored: readonly Scenario[] = [
  {
    name: "ignore-changes-paths",
    unordered: true,
    program: `
  const v = config.require("value");
  const on = (name, first, second, ...ignoreChanges) =>
    new Logged(name, { value: v === "1" ? first : second }, { ignoreChanges });
  on("deep", { x: { y: 1, z: 1 } }, { x: { y: 2, z: 1 } }, "value.x.y");
  on("deep-and-another", { x: { y: 1, z: 1 } }, { x: { y: 2, z: 2 } }, "value.x.y");
  on("any-key", { x: 1, y: 1 }, { x: 2, y: 2 }, "value.*");
  on("any-key-added", { x: 1 }, { x: 2, y: 2 }, "value.*");
  on("any-key-removed", { x: 1, y: 1 }, { x: 2 }, "value.*");
  on("any-key-below", { x: { a: 1, b: 1 }, y: { a: 1 } }, { x: { a: 2, b: 1 }, y: { a: 2 } }, "value.*.a");
  on("any-key-below-added", { x: { a: 1 } }, { x: { a: 2 }, y: { a: 2 } }, "value.*.a");
  on("any-key-below-removed", { x: { a: 1 }, y: { a: 1 } }, { x: { a: 1 } }, "value.*.a");
  on("any-key-below-of-other-kind", { x: { a: 1 } }, { x: "text" }, "value.*.a");
  on("any-element", [1, 2], [3, 4], "value[*]");
  on("any-element-longer", [1, 2], [3, 4, 5], "value[*]");
  on("any-element-below", [{ a: 1, b: 1 }], [{ a: 2, b: 1 }], "value[*].a");
  on("any-element-below-longer", [{ a: 1 }], [{ a: 2 }, { a: 3 }], "value[*].a");
  on("any-element-below-shorter", [{ a: 1 }, { a: 1 }], [{ a: 2 }], "value[*].a");
  on("index-beyond", [1], [2, 3], "value[1]");
  on("index-gone", [1, 2], [3], "value[1]");
  on("missing-in-old", undefined, { x: 1 }, "value.x");
  on("missing-in-new", { x: 1 }, undefined, "value.x");
  on("missing-below-in-old", { y: 1 }, { y: 1, x: { z: 1 } }, "value.x.z");
  on("missing-below-in-new", { y: 1, x: { z: 1 } }, { y: 1 }, "value.x.z");
  on("key-added", { y: 1 }, { y: 1, x: 1 }, "value.x");
  on("key-removed", { y: 1, x: 1 }, { y: 1 }, "value.x");
  on("to-null", { x: 1 }, { x: null }, "value.x");
  on("quoted", { "a.b": 1, c: 1 }, { "a.b": 2, c: 1 }, 'value["a.b"]');
  on("in-a-secret", pulumi.secret({ x: 1, y: 1 }), pulumi.secret({ x: 2, y: 1 }), "value.x");
  on("secret-below", { x: pulumi.secret(1), y: 1 }, { x: pulumi.secret(2), y: 1 }, "value.x");
  on("secret-gained", { x: 1, y: 1 }, pulumi.secret({ x: 2, y: 1 }), "value.x");
  on("secret-lost", pulumi.secret({ x: 1, y: 1 }), { x: 2, y: 1 }, "value.x");
  on("twice", { x: 1, y: 1 }, { x: 2, y: 2 }, "value.x", "value.y");
  on("not-a-path", { x: 1 }, { x: 2 }, "value[");
  on("nothing-there", { x: 1 }, { x: 2 }, "other.deep");`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    name: "ignore-everything",
    unordered: true,
    program: `
  const v = config.require("value");
  const on = (name, first, second) => new Logged(name, v === "1" ? first : second, { ignoreChanges: ["*"] });
  on("added", { value: 1 }, { value: 1, more: 2 });
  on("removed", { value: 1, more: 2 }, { value: 1 });
  on("changed", { value: 1 }, { value: 2 });
  on("secret", { value: pulumi.secret(1) }, { value: 2 });
  on("provider-demands", { value: 1 }, { value: 2, diff: { changes: true, replaces: ["value"] } });`,
    commands: ups("1", "2", "1"),
  },
  {
    // What is ignored on an update is not ignored when the resource is replaced: the new inputs count.
    name: "ignored-and-replaced",
    unordered: true,
    program: `
  const value = config.require("value");
  new Logged("triggered", { value, other: value }, { ignoreChanges: ["value"], replacementTrigger: value });
  new Logged("other-key", { value, other: value }, { ignoreChanges: ["value"], replaceOnChanges: ["other"] });
  new Logged("first", { value, other: value }, { ignoreChanges: ["value"], replaceOnChanges: ["other"], deleteBeforeReplace: true });`,
    commands: ups("1", "2", "2"),
  },
  {
    name: "ignored-then-not",
    program: `
  const value = config.require("value");
  new Logged("a", { value }, step === 3 ? {} : { ignoreChanges: ["value"] });`,
    commands: ups("1", "2", "2", "3"),
  },
  {
    name: "ignored-of-an-unknown",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value });
  const b = new Logged("b", { value: a.out, other: "x" }, { ignoreChanges: ["value"] });
  new Logged("c", { value: b.out });`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    name: "ignored-on-a-component",
    program: `
  const value = config.require("value");
  class Sized extends pulumi.ComponentResource {
    constructor(name, args, opts) {
      super("test:index:Sized", name, args, opts);
      new Logged(name + "-child", args, { parent: this });
      this.registerOutputs();
    }
  }
  new Sized("s", { value }, { ignoreChanges: ["value"] });`,
    commands: ups("1", "2"),
  },
];
