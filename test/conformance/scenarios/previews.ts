import { type Scenario, ups } from "../scenario";
import { group, made, note } from "./made";

/** What is known at a preview, and that a preview changes nothing. */
export const previews: readonly Scenario[] = [
  {
    name: "preview-runs-no-apply-on-unknowns",
    program: `${note}
  const value = config.require("value");
  const options = value === "3" ? { replaceOnChanges: ["value"] } : {};
  const a = new Logged("a", { value, stable: "s" }, options);
  a.out.apply((out) => note("out", out));
  a.value.apply((v) => note("value", v));
  a.stable.apply((v) => note("stable", v));
  a.id.apply((id) => note("id", id));
  a.urn.apply((urn) => note("urn"));
  pulumi.all([a.urn, a.out]).apply(() => note("both"));`,
    unordered: true,
    commands: [
      { run: "preview", config: { value: "1" } },
      ...ups("1"),
      { run: "preview", config: { value: "1" } },
      { run: "preview", config: { value: "2" } },
      { run: "preview", config: { value: "3" } },
      ...ups("2"),
    ],
  },
  {
    name: "preview-with-nested-unknowns",
    program: `${note}
  const value = config.require("value");
  const a = new Logged("a", { value });
  const b = new Logged("b", { value: { x: a.out, y: "plain", list: [a.out, 1] } });
  b.value.apply((v) => note("b", JSON.stringify(v)));
  const c = new Logged("c", { value: b.value.y, other: b.value.list });
  c.value.apply((v) => note("c", JSON.stringify(v)));`,
    commands: [
      { run: "preview", config: { value: "1" } },
      ...ups("1"),
      { run: "preview", config: { value: "2" } },
      ...ups("2"),
    ],
  },
  {
    name: "preview-of-resources-made-in-apply",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value });
  a.out.apply((out) => { new Logged("inner", { value: out }); });
  a.urn.apply(() => { new Logged("by-urn", { value: a.out }); });`,
    unordered: true,
    commands: [
      { run: "preview", config: { value: "1" } },
      ...ups("1"),
      { run: "preview", config: { value: "1" } },
      { run: "preview", config: { value: "2" } },
      ...ups("2"),
    ],
  },
  {
    name: "preview-of-an-update-keeps-the-id",
    program: `${note}
  const value = config.require("value");
  const a = new Logged("a", { value });
  const b = new Logged("b", { value: a.id }, { replaceOnChanges: ["value"] });
  b.id.apply((id) => note("id", id));`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    name: "preview-of-a-replacement-has-no-id",
    program: `${note}
  const value = config.require("value");
  const a = new Logged("a", { value }, { replaceOnChanges: ["value"] });
  const b = new Logged("b", { value: a.id }, { replaceOnChanges: ["value"] });
  b.id.apply((id) => note("id", id));`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2")],
  },
  {
    name: "preview-changes-nothing",
    program: `${made}${group}
  const value = config.require("value");
  if (value === "gone") return;
  const a = new Logged("a", { value }, value === "2" ? { replaceOnChanges: ["value"], protect: true, deleteBeforeReplace: true } : {});
  const g = await made(new Group("g", { value: a.out }));
  await made(g.child);
  return { value, out: a.out };`,
    commands: [
      { run: "preview", config: { value: "1" } },
      ...ups("1"),
      { run: "preview", config: { value: "3" } },
      { run: "preview", config: { value: "gone" } },
    ],
  },
  {
    name: "preview-fails-where-the-update-would",
    unordered: true,
    program: `
  const value = config.require("value");
  new Logged("checked", value === "bad" ? { fail: "check" } : {});
  new Logged("checked-too", value === "bad" ? { fail: "check" } : {});`,
    commands: [
      { run: "preview", config: { value: "bad" } },
      ...ups("good"),
      { run: "preview", config: { value: "bad" } },
    ],
  },
  {
    // A provider's create, update and delete are not called, so what would fail there does not fail the preview.
    name: "preview-does-not-see-failures",
    program: `
  const value = config.require("value");
  const a = new Logged("a", value === "bad" ? { fail: "update" } : {});
  if (value === "bad") new Logged("b", { value: a.out, fail: "create" });`,
    commands: [...ups("good"), { run: "preview", config: { value: "bad" } }, ...ups("bad")],
  },
  {
    name: "stack-outputs-of-unknowns",
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value, ...(value === "bad" ? { fail: "update" } : {}) });
  return { plain: value, computed: a.out, deep: { list: [a.out, value] }, nothing: undefined, none: null };`,
    commands: [...ups("1"), { run: "preview", config: { value: "2" } }, ...ups("2", "bad")],
  },
  {
    name: "stack-outputs-dropped-and-added",
    program: `
  const value = config.require("value");
  new Logged("a", { value, ...(value === "bad" ? { fail: "update" } : {}) });
  return value === "1" ? { one: 1, both: 1 } : { two: 2, both: 2 };`,
    commands: ups("1", "2", "1", "bad"),
  },
  {
    name: "preview-of-a-first-program-that-throws",
    program: `
  const a = new Logged("a");
  await new Promise((resolve) => a.urn.apply(resolve));
  throw new Error("broken program");`,
    commands: [{ run: "preview" }, { run: "up" }],
  },
];
