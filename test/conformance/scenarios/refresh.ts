import { type Command, type Scenario, ups } from "../scenario";
import { made } from "./made";

const refresh: Command = { run: "refresh" };

/** Sets what the raw plugin reads from the second run on: by resource, `{ gone, id, live, liveInputs, fail }`. */
const reads = (found: string) => `
  if (step > 1) behave({ reads: ${found} });`;

/** What really is, against what the state says. */
export const refreshes: readonly Scenario[] = [
  {
    name: "refresh-unchanged",
    program: `${made}
  const group = await made(new pulumi.ComponentResource("my:Group", "group"));
  const a = new Logged("a");
  new Logged("b", { from: a.out }, { parent: group });`,
    commands: [{ run: "up" }, refresh, refresh, { run: "up" }],
  },
  {
    name: "refresh-of-one-without-read",
    program: `
  class Unread extends pulumi.dynamic.Resource {
    constructor(name) {
      super({ create: async () => ({ id: "unread", outs: { out: "made" } }) }, name, {});
    }
  }
  new Unread("a");`,
    commands: [{ run: "up" }, refresh, { run: "up" }],
  },
  {
    name: "refresh-changed",
    program: `${reads('{ a: { live: { out: "changed" } }, b: { live: { value: "by hand" }, liveInputs: { value: "by hand" } } }')}
  const a = new Raw("a", { value: "x" });
  const b = new Raw("b", { value: "y" }, { dependsOn: a });
  new Raw("c", { from: a.out, and: b.value }, { dependsOn: b });`,
    commands: [
      { run: "up" },
      { run: "up" },
      { run: "refresh", previewOnly: true },
      refresh,
      { run: "preview" },
      { run: "up" },
    ],
  },
  {
    // What the gone one was the parent of has none from then on, although the real engine's comments say otherwise.
    name: "refresh-gone",
    program: `${reads("{ a: { gone: true } }")}
  const a = new Raw("a", { value: "x" });
  const b = new Raw("b", { from: a.out });
  new Raw("c", {}, { parent: a, dependsOn: b, deletedWith: a });`,
    commands: [{ run: "up" }, { run: "up" }, { run: "refresh", previewOnly: true }, refresh],
  },
  {
    name: "refresh-gone-in-a-component",
    program: `${reads("{ a: { gone: true } }")}
  const group = new pulumi.ComponentResource("my:Group", "group");
  const a = new Raw("a", { value: "x" }, { parent: group });
  const b = new Raw("b", { value: "y" }, { parent: a });
  new Raw("c", { value: "z" }, { parent: b, replaceWith: [a] });`,
    commands: [{ run: "up" }, { run: "up" }, refresh, { run: "up" }],
  },
  {
    name: "refresh-id-changed",
    program: `${reads('{ a: { id: "another" } }')}
  const a = new Raw("a", { value: "x" });
  new Raw("b", { from: a.id });`,
    commands: [{ run: "up" }, { run: "up" }, refresh, { run: "up" }],
  },
  {
    name: "refresh-fails",
    program: `${reads('{ a: { fail: "read" }, b: { live: { out: "changed" } }, c: { gone: true } }')}
  const a = new Raw("a");
  const b = new Raw("b", {}, { dependsOn: a });
  new Raw("c", {}, { dependsOn: b });`,
    commands: [{ run: "up" }, { run: "up" }, refresh, { run: "up", refresh: true }],
  },
  {
    name: "refresh-finds-half-of-it",
    program: `${reads('{ a: { fail: "partial read", live: { value: "half" } } }')}
  new Raw("a", { value: "x" });`,
    commands: [{ run: "up" }, { run: "up" }, refresh, { run: "up" }],
  },
  {
    name: "refresh-where-the-diff-fails",
    program: `${reads('{ a: { liveInputs: { value: "by hand" } } }')}
  new Raw("a", { value: "x", ...(step === 2 ? { fail: "diff" } : {}) }, { ignoreChanges: step === 2 ? ["value"] : [] });`,
    commands: [{ run: "up" }, { run: "up" }, refresh],
  },
  {
    name: "refresh-secrets",
    program: `${reads('{ a: { live: { value: "by hand" }, liveInputs: { value: "by hand" } } }')}
  new Raw("a", { value: pulumi.secret("hidden") }, { additionalSecretOutputs: ["out"] });
  new Raw("b", { value: pulumi.secret("hidden") });
  new Logged("c", { value: pulumi.secret("hidden") });`,
    unordered: true,
    commands: [{ run: "up" }, { run: "up" }, refresh],
  },
  {
    name: "refresh-with-ignored-changes",
    program: `${reads('{ a: { live: { value: "by hand" }, liveInputs: { value: "by hand" } } }')}
  new Raw("a", { value: "x" }, { ignoreChanges: ["value"] });`,
    commands: [{ run: "up" }, { run: "up" }, refresh, { run: "up" }],
  },
  {
    name: "refresh-protected-retained-and-read",
    program: `${reads("{ a: { gone: true }, b: { gone: true } }")}
  new Raw("a", {}, { protect: true });
  new Raw("b", {}, { retainOnDelete: true });
  Raw.get = (name, id) => new Raw(name, {}, { id });
  const c = Raw.get("c", "known");
  new Raw("d", { from: c.out });`,
    unordered: true,
    commands: [{ run: "up" }, { run: "up" }, refresh, { run: "up" }],
  },
  {
    name: "refresh-external-gone",
    program: `
  behave(step === 2 ? { reads: { c: { gone: true } } } : {});
  if (step > 1) return;
  new Raw("c", {}, { id: "known" });`,
    commands: [{ run: "up" }, refresh],
  },
  {
    name: "refresh-explicit-providers",
    program: `
  const one = new RawProvider("one", { region: "here" });
  new Raw("a", { value: "x" }, { provider: one });`,
    commands: [{ run: "up" }, refresh, { run: "refresh", target: ["**::a"] }],
  },
  {
    name: "refresh-targets",
    program: `${reads('{ a: { live: { out: "1" } }, b: { live: { out: "2" } }, c: { live: { out: "3" } } }')}
  const a = new Raw("a");
  const b = new Raw("b", { from: a.out });
  new Raw("c", { from: b.out });`,
    commands: [
      { run: "up" },
      { run: "up" },
      { run: "refresh", target: ["**::b"] },
      { run: "refresh", target: ["**::b"], targetDependents: true },
      { run: "refresh", exclude: ["**::b"] },
      { run: "refresh", exclude: ["**::b"], excludeDependents: true },
      { run: "up", refresh: true, target: ["**::c"] },
    ],
  },
  {
    name: "refresh-in-parallel",
    unordered: true,
    program: `for (const name of ["a", "b", "c", "d", "e"]) new Logged(name);`,
    commands: [{ run: "up" }, { run: "refresh", parallel: 8 }],
  },
  {
    name: "up-with-refresh",
    program: `${reads('{ a: { gone: true }, b: { live: { value: "by hand" }, liveInputs: { value: "by hand" } } }')}
  const a = new Raw("a", { value: "x" });
  new Raw("b", { value: "y" }, { dependsOn: a });`,
    commands: [
      { run: "up" },
      { run: "up" },
      { run: "preview", refresh: true },
      { run: "up", refresh: true },
      { run: "destroy", refresh: true },
    ],
  },
  {
    name: "up-with-refresh-and-program",
    program: `${reads('{ a: { gone: true }, b: { live: { value: "by hand" }, liveInputs: { value: "by hand" } } }')}
  const a = new Raw("a", { value: "x" });
  new Raw("b", { value: "y" }, { dependsOn: a });
  if (step < 4) new Raw("c", {}, { dependsOn: a });`,
    unordered: true,
    commands: [
      { run: "up" },
      { run: "up" },
      { run: "preview", refresh: true, runProgram: true },
      { run: "up", refresh: true, runProgram: true },
      { run: "up", refresh: true, runProgram: true, target: ["**::b"] },
    ],
  },
  {
    name: "refresh-with-program",
    program: `
  if (step === 2) behave({ reads: { a: { gone: true }, b: { live: { out: "changed" } }, d: { live: { out: "changed" } } } });
  const one = new RawProvider("one", { region: "here", timeout: String(step) });
  const group = new pulumi.ComponentResource("my:Group", "group", { value: step });
  const a = new Raw("a", { value: String(step) }, { provider: one, parent: group });
  new Raw("b", { value: String(step) }, { provider: one, dependsOn: a, protect: step > 1 });
  new Raw(step === 1 ? "d" : "e", { value: String(step) }, { provider: one, dependsOn: a });
  group.registerOutputs({ step });
  return { step };`,
    unordered: true,
    commands: [
      { run: "up" },
      { run: "refresh", runProgram: true },
      { run: "refresh", runProgram: true, previewOnly: true },
    ],
  },
  {
    name: "refresh-with-program-that-fails",
    program: `
  if (step === 2) behave({ reads: { a: { fail: "read" } } });
  const a = new Raw("a");
  new Raw("b", {}, { dependsOn: a });`,
    commands: [{ run: "up" }, { run: "refresh", runProgram: true }],
  },
  {
    name: "refresh-pending-deletes",
    program: `
  const value = config.require("value");
  new Logged("a", { value, failDelete: value === "1" }, { replaceOnChanges: ["value"] });`,
    commands: [...ups("1", "2"), refresh, ...ups("2")],
  },
  {
    name: "refresh-pending-replacement",
    program: `
  const value = config.require("value");
  new Logged("a", { value, ...(value === "bad" ? { fail: "create" } : {}) }, { replaceOnChanges: ["value"], deleteBeforeReplace: true });`,
    commands: [...ups("1", "bad"), refresh, ...ups("2")],
  },
  {
    name: "refresh-partial-creates",
    program: `
  new Logged("a", step === 1 ? { fail: "partial-create" } : {});`,
    commands: [{ run: "up" }, refresh, { run: "up" }],
  },
];
