import { type Command, type Scenario, ups } from "../scenario";

const fresh = (value: string): Command[] => [{ run: "preview", config: { value } }, ...ups(value)];

/** Plugins that are found on the PATH: what they are asked, in which order, and what becomes of what they answer. */
export const providers: readonly Scenario[] = [
  {
    name: "plugin-calls",
    wholeState: true,
    program: `
  const value = config.require("value");
  if (value !== "gone") new Raw("a", { value });`,
    commands: [...fresh("1"), ...ups("1"), ...fresh("2"), { run: "refresh" }, ...ups("gone")],
  },
  {
    // Features come with Configure's answer then; previews are not sent, secrets neither.
    name: "plugin-without-handshake",
    wholeState: true,
    program: `
  const value = config.require("value");
  behave({ handshake: false, bareConfig: true, features: { preview: false, secrets: false, resources: false } });
  const a = new Raw("a", { value: pulumi.secret(value), other: { x: pulumi.secret(1), y: 2 }, list: [pulumi.secret(3), 4] });
  new Raw("b", { value: a.out, whole: a }, { customTimeouts: { create: "5m", update: "7m", delete: "90s" } });`,
    commands: [...fresh("1"), ...fresh("2"), { run: "destroy" }],
  },
  {
    name: "plugin-takes-no-secrets",
    wholeState: true,
    unordered: true,
    program: `
  const value = config.require("value");
  behave({ features: { secrets: false, resources: false } });
  const a = new Raw("a", { value: pulumi.secret(value), other: { x: pulumi.secret(1), y: 2 }, list: [pulumi.secret(3), 4] });
  const answer = await pulumi.runtime.invoke("raw:index:ask", { value: pulumi.secret(value) });
  return { answer };`,
    commands: [...fresh("1"), ...ups("2")],
  },
  {
    name: "plugin-diffs",
    wholeState: true,
    unordered: true,
    program: `
  const value = config.require("value");
  const diffs = {
    updated: { changes: "some", diffs: ["value"], detailed: { value: "update" } },
    replaced: { changes: "some", diffs: ["value"], detailed: { value: "update-replace" } },
    keys: { changes: "some", replaces: ["value"], diffs: ["value"] },
    first: { changes: "some", replaces: ["value"], deleteBeforeReplace: true },
    none: { changes: "none" },
    keyless: { changes: "some" },
    stable: { changes: "some", diffs: ["value"], stables: ["out"] },
    unknown: {},
    onlyReplaces: { replaces: ["value"] },
    onlyDetailed: { detailed: { value: "update-replace" } },
  };
  for (const [name, diff] of Object.entries(diffs)) new Raw(name, { value, ...(step === 1 ? {} : { diff }) });
  new Raw("on-changes", { value: { x: value }, diff: { changes: "some", detailed: { "value.x": "update" } } },
    { replaceOnChanges: ["value.x"] });
  new Raw("on-other-changes", { value: { x: value }, diff: { changes: "some", detailed: { "value.x": "update" } } },
    { replaceOnChanges: ["value.y"] });`,
    commands: [...ups("1"), ...fresh("2")],
  },
  {
    name: "plugin-failures",
    wholeState: true,
    program: `
  const fail = config.require("value");
  new Raw("a", { value: fail, fail });`,
    commands: ups(
      "partial create",
      "partial create",
      "",
      "partial update",
      "",
      "update",
      "refused",
      "check",
      "diff",
      "",
    ),
  },
  {
    name: "plugin-fails-to-create",
    wholeState: true,
    program: `
  const fail = config.require("value");
  new Raw("a", { value: 1, fail });`,
    commands: ups("create", "no id", "refused", ""),
  },
  {
    // The call under way is lost with the process; the next run has a new one.
    name: "plugin-dies",
    wholeState: true,
    program: `
  const fail = config.require("value");
  const a = new Raw("a");
  new Raw("b", { value: a.out, fail });`,
    commands: ups("create dies", "", "update dies", "check dies", "diff dies", ""),
  },
  {
    name: "plugin-does-not-start",
    wholeState: true,
    program: `
  const start = config.require("value");
  behave({ start });
  new Raw("a", { value: start });`,
    commands: ups("nonsense", "exit", "fine", "nonsense", "fine"),
  },
  {
    name: "plugin-refuses",
    wholeState: true,
    program: `
  const fail = config.require("value");
  behave({ fail });
  new Raw("a", { value: fail });`,
    commands: [
      ...ups("Handshake", "GetPluginInfo", "CheckConfig", "Configure"),
      { run: "preview", config: { value: "Configure" } },
      ...ups("", "Configure", "DiffConfig", "Delete"),
      { run: "destroy" },
      ...ups(""),
      { run: "destroy" },
    ],
  },
  {
    name: "plugin-dies-early",
    wholeState: true,
    program: `
  const die = config.require("value");
  behave({ die });
  new Raw("a", { value: die });`,
    commands: ups("GetPluginInfo", "CheckConfig", "Configure", ""),
  },
  {
    name: "plugin-defaults",
    wholeState: true,
    program: `
  const value = config.require("value");
  behave({ defaults: { added: "by check" }, outputs: { computed: { deep: [1, { x: null }] } }, configDefaults: { zone: "a" } });
  const a = new Raw("a", { value, computed: undefined });
  const p = new RawProvider("p", { own: value });
  new Raw("b", { value: a.computed }, { provider: p });
  return { computed: a.computed };`,
    unordered: true,
    commands: [...fresh("1"), ...ups("1")],
  },
  {
    name: "plugin-refresh",
    wholeState: true,
    program: `
  const value = config.require("value");
  behave(value === "live" ? { live: { out: "live", value: "live" }, liveInputs: { value: "live" } } : { gone: value === "gone" });
  new Raw("a", { value: "1", other: "x" }, { ignoreChanges: ["other"] });`,
    commands: [
      ...ups("1", "live"),
      { run: "refresh" },
      ...ups("live"),
      ...ups("gone"),
      { run: "refresh" },
      ...ups(""),
    ],
  },
  {
    name: "plugin-written-with-the-sdk",
    wholeState: true,
    program: `
  const value = config.require("value");
  const a = new Kit("a", { value: pulumi.secret(value), list: [1, { x: null }], flag: false });
  new Kit("b", { value: a.out, diff: step < 3 ? undefined : { changes: true, replaces: ["value"] } }, { dependsOn: a });
  return { a: a.out };`,
    commands: [
      ...fresh("1"),
      ...ups("2"),
      ...fresh("3"),
      ...ups("3"),
      { run: "refresh" },
      { run: "destroy" },
    ],
  },
];
