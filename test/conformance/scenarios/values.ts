import { type Scenario, ups } from "../scenario";

/** Values on their way between programs, the engine, plugins and states. */
export const values: readonly Scenario[] = [
  {
    name: "values-of-every-kind",
    wholeState: true,
    program: `
  const value = config.require("value");
  const deep = (levels) => (levels === 0 ? value : { x: deep(levels - 1) });
  const a = new Raw("a", {
    none: null, absent: undefined, empty: [], emptyObject: {}, nested: [[], {}, [null, [undefined]], { x: null, y: undefined }],
    numbers: [0, -0, 1.5, 1e300, 1e-300, 123456789012345680000, Number.MAX_SAFE_INTEGER], flags: [true, false],
    text: "ünï \\u0000 \\u2028 \\ud83d\\ude00 \\"quoted\\"", blank: "", deep: deep(60),
    keys: { "": 1, "a.b": 2, "a[0]": 3, "with \\"quotes\\"": 4, "10": 8, "9": 9 },
    list: [1, "two", { three: [3] }],
  });
  new Raw("b", { all: a.nested, keys: a.keys, deep: a.deep });
  return { a: a.nested, empty: [], none: null, nothing: {} };`,
    commands: [{ run: "preview", config: { value: "1" } }, ...ups("1", "1", "2")],
  },
  {
    name: "values-with-odd-keys",
    wholeState: true,
    program: `
  const value = config.require("value");
  const odd = JSON.parse('{"__proto__": {"polluted": "' + value + '"}, "x": {"__proto__": 1}}');
  const a = new Raw("a", { odd, prototype: { __defaults: [], prototype: 1 }, __defaults: ["x"] });
  new Logged("b", { odd: a.odd });`,
    commands: ups("1", "1", "2"),
  },
  {
    name: "values-that-are-no-numbers",
    wholeState: true,
    program: `
  new Raw("a", { value: { NaN: NaN, infinite: Infinity, negative: -Infinity }[config.require("value")] });`,
    commands: ups("NaN", "NaN", "infinite", "negative"),
  },
  {
    name: "values-that-are-long",
    wholeState: true,
    unordered: true,
    program: `
  const text = config.require("value").repeat(6_000_000);
  const a = new Raw("a", { value: text });
  const b = new Kit("b", { value: "short", list: [a.value.apply((got) => got.length)] });
  new Logged("c", { value: a.value });
  const asked = await pulumi.runtime.invoke("raw:index:ask", { text });
  return { length: asked.text.length };`,
    commands: ups("x", "x", "y"),
  },
  {
    name: "values-that-are-secret",
    wholeState: true,
    program: `
  const value = config.require("value");
  const a = new Raw("a", {
    secret: pulumi.secret(value), nested: { x: pulumi.secret({ y: pulumi.secret(value), z: 1 }) }, list: [pulumi.secret([1]), 2],
    none: pulumi.secret(null), plain: "p",
  }, { additionalSecretOutputs: ["plain", "out", "absent"] });
  new Raw("b", { out: a.out, list: a.list, x: pulumi.output(a.nested).apply((got) => got.x), text: pulumi.interpolate\`say \${a.secret}\` });
  return { a: a.secret, nested: a.nested, unsecret: pulumi.unsecret(a.secret), secrets: [pulumi.secret(1)] };`,
    commands: [{ run: "preview", config: { value: "1" } }, ...ups("1", "1", "2")],
  },
  {
    name: "values-that-plugins-make-secret",
    wholeState: true,
    unordered: true,
    program: `
  const SIGNATURE = "4dabf18193072939515e22adb298388d";
  const secret = (value) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });
  behave({ outputs: { out: secret("s"), deep: { x: [secret({ y: 1 })] } }, answer: { hidden: secret("h") }, defaults: { made: secret("m") } });
  const a = new Raw("a", { value: config.require("value"), deep: undefined });
  new Raw("b", { value: a.out, deep: a.deep });
  const asked = await pulumi.runtime.invoke("raw:index:ask", { x: 1 });
  return { asked, made: a.made };`,
    commands: ups("1", "1", "2"),
  },
  {
    name: "values-that-are-unknown",
    wholeState: true,
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value });
  const b = new Raw("b", {
    late: a.out, list: [1, a.out, { x: a.out }], secret: pulumi.secret(a.out), text: pulumi.interpolate\`<\${a.out}>\`,
    id: a.id, nested: { deep: { later: a.out, now: 1 } },
  });
  new Raw("c", { value: b.out, list: b.list });
  return { late: a.out, list: [a.out, 1] };`,
    commands: [
      { run: "preview", config: { value: "1" } },
      ...ups("1"),
      { run: "preview", config: { value: "2" } },
      ...ups("2"),
    ],
  },
  {
    name: "values-that-are-resources",
    wholeState: true,
    unordered: true,
    program: `
  const value = config.require("value");
  class Component extends pulumi.ComponentResource {
    constructor(name, child) {
      super("my:index:Component", name, { given: child });
      this.registerOutputs({ child, list: [child], self: name });
    }
  }
  const a = new Raw("a", { value });
  const component = new Component("component", a);
  const b = new Raw("b", { whole: a, list: [a, component], nested: { component }, secret: pulumi.secret(a) }, { dependsOn: [component] });
  new Logged("c", { whole: a, component, some: pulumi.output(b.whole).apply(() => 1) });
  return { a, component, list: [a] };`,
    commands: [{ run: "preview", config: { value: "1" } }, ...ups("1", "1")],
  },
  {
    name: "values-and-what-they-depend-on",
    wholeState: true,
    unordered: true,
    program: `
  const value = config.require("value");
  const a = new Logged("a", { value });
  const b = new Logged("b", { value: a.out });
  class Component extends pulumi.ComponentResource {
    constructor(name, props) {
      super("my:index:Component", name, props);
      new Logged(name + "-child", { value: b.out }, { parent: this });
      this.registerOutputs({ out: b.out });
    }
  }
  const component = new Component("component", { a: a.out, nested: { b: [b.out] } });
  new Raw("c", { a: a.out, both: [a.out, { b: b.out }], none: 1, secret: pulumi.secret(a.out) }, { dependsOn: component });
  new Raw("d", { late: pulumi.all([a.out, b.out]).apply(([x, y]) => x + y) }, { dependsOn: [] });`,
    commands: ups("1", "2"),
  },
  {
    name: "values-that-plugins-make-wrong",
    wholeState: true,
    program: `
  const SIGNATURE = "4dabf18193072939515e22adb298388d";
  const wrong = {
    unknown: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    kind: { [SIGNATURE]: "no kind that there is" },
    secret: { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270" },
    resource: { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: 5 },
    output: { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: "v", secret: true, dependencies: ["x"] },
  };
  const value = config.require("value");
  behave({ outputs: { wrong: wrong[value] } });
  new Raw("a", { value, wrong: undefined });`,
    commands: ups("unknown", "kind", "secret", "resource", "output"),
  },
];
