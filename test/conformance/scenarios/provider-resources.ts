import { type Scenario, ups } from "../scenario";

/** Default and explicit providers, as resources of their own. */
export const providerResources: readonly Scenario[] = [
  {
    // Region is what the plugin's DiffConfig replaces for.
    name: "provider-changed",
    wholeState: true,
    // The providers that are ended together are told so in no fixed order.
    unordered: true,
    program: `
  const value = config.require("value");
  const [region, other] = value.split("-");
  const p = new RawProvider("p", { region, other, secret: pulumi.secret("s") });
  const a = new Raw("a", { value: "1" }, { provider: p });
  new Raw("b", { value: a.out }, { provider: p, parent: a });`,
    commands: [
      ...ups("x-1", "x-1", "x-2"),
      { run: "preview", config: { value: "y-2" } },
      ...ups("y-2"),
      { run: "destroy" },
    ],
  },
  {
    name: "provider-exchanged",
    wholeState: true,
    program: `
  const value = config.require("value");
  const [name, region] = value.split("-");
  const p = name === "default" ? undefined : new RawProvider(name, { region });
  new Raw("a", { value: "1" }, { provider: p });`,
    commands: ups("p-x", "q-x", "q2-y", "default", "p-x", "gone-x"),
  },
  {
    name: "provider-aliased",
    wholeState: true,
    program: `
  const value = config.require("value");
  const p = new RawProvider(value, { region: "x" }, { aliases: [{ name: "old" }] });
  new Raw("a", { value: "1" }, { provider: p });`,
    commands: ups("old", "new"),
  },
  {
    name: "provider-resource-deletes-first",
    wholeState: true,
    program: `
  const region = config.require("value");
  const p = new RawProvider("p", { region }, { deleteBeforeReplace: true });
  const a = new Raw("a", { value: "1" }, { provider: p });
  new Raw("b", { value: a.out }, { provider: p, protect: false });
  new Logged("c", { value: a.out });`,
    unordered: true,
    commands: ups("x", "y"),
  },
  {
    name: "provider-removed-with-resources",
    wholeState: true,
    program: `
  const value = config.require("value");
  if (value === "1") {
    const p = new RawProvider("p", { region: "x" });
    new Raw("a", { value: "1" }, { provider: p });
  }
  new Raw("b", { value }, {});`,
    unordered: true,
    commands: ups("1", "2"),
  },
  {
    // A preview that cannot know a provider's configuration does not ask it anything.
    name: "provider-of-unknown-configuration",
    wholeState: true,
    program: `
  const value = config.require("value");
  const source = new Logged("source", { value });
  const p = new RawProvider("p", { other: source.out });
  const a = new Raw("a", { value: "1", list: [1] }, { provider: p });
  new Raw("b", { value: a.out }, { provider: p });
  const answer = pulumi.output(pulumi.runtime.invoke("raw:index:ask", { x: 1 }, { provider: p }));
  new Logged("user", { value: answer.apply((got) => got.answer) });
  return { out: a.out };`,
    unordered: true,
    commands: [
      { run: "preview", config: { value: "1" } },
      ...ups("1"),
      { run: "preview", config: { value: "2" } },
      ...ups("2"),
    ],
  },
  {
    name: "provider-refused",
    wholeState: true,
    program: `
  const value = config.require("value");
  const p = new RawProvider("p", value === "refused" ? { refused: true } : { other: value });
  new Raw("a", { value: "1" }, { provider: p });`,
    commands: [{ run: "preview", config: { value: "refused" } }, ...ups("refused", "1", "refused", "1")],
  },
  {
    name: "provider-failed-configure",
    wholeState: true,
    program: `
  const value = config.require("value");
  behave({ fail: value });
  const p = new RawProvider("p", { other: value });
  if (step > 1) new Raw("a", { value: "1" }, { provider: p });`,
    commands: ups("Configure", "Configure", "", "Configure", ""),
  },
  {
    name: "provider-inherited",
    wholeState: true,
    unordered: true,
    program: `
  const p = new RawProvider("p", { region: "p" });
  const q = new RawProvider("q", { region: "q" });
  class Component extends pulumi.ComponentResource {
    constructor(name, options) { super("my:index:Component", name, {}, options); }
  }
  const one = new Component("one", { provider: p });
  new Raw("in-one", {}, { parent: one });
  new Logged("logged-in-one", {}, { parent: one });
  const two = new Component("two", { parent: one, providers: { raw: q } });
  new Raw("in-two", {}, { parent: two });
  const three = new Component("three", { parent: two, providers: [p] });
  const child = new Raw("in-three", {}, { parent: three });
  new Raw("own", {}, { parent: three, provider: q });
  new Raw("in-a-resource", {}, { parent: child });
  new Raw("by-default", {});`,
    commands: [{ run: "up" }, { run: "up" }],
  },
  {
    name: "provider-versions",
    wholeState: true,
    unordered: true,
    program: `
  const value = config.require("value");
  new Raw("plain", {});
  new Raw("a", {}, { version: value });
  new Raw("b", {}, { version: "1.0.0-beta.1+build.5" });
  new Raw("c", {}, { version: value, pluginDownloadURL: "https://example.com/plugins/" });
  new Raw("e", {}, { pluginDownloadURL: "https://example.com/plugins/" });
  const p = new RawProvider("p", {}, { version: "0.9.0", pluginDownloadURL: "https://example.com/x" });
  new Raw("d", {}, { provider: p });
  const asked = await pulumi.runtime.invoke("raw:index:ask", { x: 1 }, { version: "2.0.0" });
  return { asked };`,
    commands: ups("1.0.0", "1.1.0"),
  },
  {
    name: "provider-bad-version",
    program: `
  new Raw("a", {}, { version: config.require("value") });`,
    commands: ups("not-a-version", "v1.0.0", "1.0"),
  },
  {
    name: "provider-configured-by-the-stack",
    unordered: true,
    wholeState: true,
    program: `
  const value = config.require("value");
  new Raw("a", { value });
  new RawProvider("p", { own: 1 });`,
    commands: [
      {
        run: "up",
        config: { value: "1", "raw:region": "x", "raw:list": "[1,2]", "raw:flag": "true", "raw:n": "5" },
      },
      { run: "up", config: { value: "1", "raw:list": "[1,2,3]" } },
      { run: "up", config: { value: "2", "raw:region": "y" } },
    ],
  },
  {
    name: "provider-by-default-denied",
    wholeState: true,
    unordered: true,
    program: `
  const value = config.require("value");
  if (value === "invoke") await pulumi.runtime.invoke("raw:index:ask", { x: 1 });
  const p = new RawProvider("p", {});
  new Raw("a", {}, { provider: value === "none" ? undefined : p });
  if (value === "read") {
    class Known extends pulumi.CustomResource {
      constructor(name, opts) { super("raw:index:Thing", name, {}, opts); }
    }
    new Known("read", { id: "known" });
  }`,
    commands: [
      { run: "up", config: { value: "fine", "pulumi:disable-default-providers": '["raw"]' } },
      ...ups("none", "invoke", "read"),
      { run: "up", config: { value: "none", "pulumi:disable-default-providers": '["other"]' } },
    ],
  },
  {
    name: "provider-options",
    wholeState: true,
    program: `
  const value = config.require("value");
  const p = new RawProvider("p", { region: "x", other: value }, { protect: step < 3, ignoreChanges: ["other"], retainOnDelete: true });
  if (step < 4) new Raw("a", {}, { provider: p });`,
    commands: ups("1", "2", "3", "4"),
  },
];
