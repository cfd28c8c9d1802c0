import { type Scenario, ups } from "../scenario";

/** Components that a plugin constructs, and the methods and functions that it serves. */
export const remoteComponents: readonly Scenario[] = [
  {
    name: "remote-component",
    wholeState: true,
    unordered: true,
    program: `
  const value = config.require("value");
  const source = new Logged("source", { value });
  const group = new KitGroup("group", { size: 2, value: pulumi.secret(value) });
  const late = new KitGroup("late", { size: 1, value: source.out }, { dependsOn: source });
  new Logged("user", { value: group.outs, first: late.outs });
  return { outs: group.outs, first: group.first.apply((first) => first.urn) };`,
    commands: [
      { run: "preview", config: { value: "1" } },
      ...ups("1", "1"),
      { run: "preview", config: { value: "2" } },
      ...ups("2"),
      { run: "destroy" },
    ],
  },
  {
    name: "remote-component-options",
    wholeState: true,
    unordered: true,
    program: `
  const value = config.require("value");
  const p = new KitProvider("p");
  const source = new Logged("source", { value: "s" });
  const add = (text) => ({ props, opts }) => ({ props: { ...props, seen: [...(props.seen ?? []), text] }, opts });
  pulumi.runtime.registerResourceTransform(add("stack"));
  const name = step === 1 ? "old" : "group";
  class Parent extends pulumi.ComponentResource {
    constructor(name, options) { super("my:index:Parent", name, {}, options); }
  }
  const parent = new Parent("parent", { providers: [p] });
  new KitGroup(name, { size: 1, value }, { parent, protect: step === 3, aliases: [{ name: "old" }], dependsOn: source,
    ignoreChanges: ["x"], transforms: [add("own")], retainOnDelete: step === 3, customTimeouts: { create: "3m" } });
  new KitGroup("own-provider", { size: 1, value }, { provider: p });`,
    commands: ups("1", "1", "1"),
  },
  {
    name: "remote-component-fails",
    wholeState: true,
    program: `
  const fail = config.require("value");
  new KitGroup("group", { size: 1, value: "1", ...(fail ? { fail } : {}) });`,
    commands: ups("construct", "input", "", "construct", ""),
  },
  {
    name: "remote-component-of-another-kind",
    program: `
  class Other extends pulumi.ComponentResource {
    constructor(name) { super(config.require("value"), name, {}, {}, true); }
  }
  new Other("other");`,
    commands: ups("kit:index:Unknown", "raw:index:Group", "nowhere:index:Group"),
  },
  {
    name: "methods",
    wholeState: true,
    program: `
  const value = config.require("value");
  const source = new Logged("source", { value });
  const group = new KitGroup("group", { size: 1, value });
  const one = pulumi.output(group.greet({ who: source.out })).apply((got) => got.greeting);
  new Logged("user", { value: one });
  const raw = new RawProvider("p", { region: "r" });
  const two = pulumi.runtime.call("pulumi:providers:raw/ask", { __self__: raw, x: source.out, s: pulumi.secret("s") }, raw);
  return { one, two };`,
    unordered: true,
    commands: [{ run: "preview", config: { value: "1" } }, ...ups("1", "2")],
  },
  {
    name: "methods-that-fail",
    program: `
  const value = config.require("value");
  const group = new KitGroup("group", { size: 1, value: "1" });
  return { got: value ? group.greet({ who: "you", [value]: true }) : 0 };`,
    commands: ups("fail", "refused", ""),
  },
  {
    name: "functions",
    wholeState: true,
    program: `
  const value = config.require("value");
  const source = new Logged("source", { value });
  const plain = await pulumi.runtime.invoke("kit:index:ask", { value, list: [1, null], s: pulumi.secret("x") });
  const late = pulumi.runtime.invokeOutput("kit:index:ask", { value: source.out });
  const raw = await pulumi.runtime.invoke("raw:index:ask", { value, s: pulumi.secret("x"), whole: source });
  const single = pulumi.runtime.invokeOutput("raw:index:ask", { x: 1 }, { dependsOn: [source] });
  new Logged("user", { value: late });
  return { plain, late, raw, single };`,
    unordered: true,
    commands: [{ run: "preview", config: { value: "1" } }, ...ups("1")],
  },
  {
    name: "functions-that-fail",
    program: `
  const value = config.require("value");
  const [plugin, what] = value.split(" ");
  let caught;
  try {
    await pulumi.runtime.invoke(plugin + ":index:ask", { [what]: true });
  } catch (error) {
    caught = error.message.includes("refused");
  }
  if (!caught) throw new Error("it should fail");
  new Logged("a", { caught });`,
    commands: ups("kit fail", "kit refused", "raw fail", "raw refused"),
  },
  {
    name: "packages",
    wholeState: true,
    unordered: true,
    program: `
  const value = config.require("value");
  const proto = require("@pulumi/pulumi/proto/resource_pb");
  const register = (name, version, parameter) => {
    const request = new proto.RegisterPackageRequest();
    request.setName(name);
    request.setVersion(version);
    if (parameter) {
      const parameters = new proto.Parameterization();
      parameters.setName(parameter.name);
      parameters.setVersion(parameter.version);
      parameters.setValue(Buffer.from(parameter.value));
      request.setParameterization(parameters);
    }
    return new Promise((resolve, reject) => pulumi.runtime.getMonitor().registerPackage(request,
      (error, response) => error ? reject(error) : resolve(response.getRef())));
  };
  class Sized extends pulumi.CustomResource {
    constructor(type, name, props, options, ref) {
      super(type, name, { out: undefined, ...props }, options, false, Promise.resolve(ref));
    }
  }
  const plain = await register("raw", "1.0.0");
  const again = await register("raw", "1.0.0");
  const sized = await register("raw", "1.0.0", { name: "sized", version: "2.0.0", value: value });
  class SizedProvider extends pulumi.ProviderResource {
    constructor(name, props, options) { super("sized", name, props, options, false, Promise.resolve(sized)); }
  }
  new Sized("raw:index:Thing", "a", { value: 1 }, {}, plain);
  new Sized("sized:index:Thing", "b", { value: 1 }, {}, sized);
  const p = new SizedProvider("p", { own: 1 });
  new Sized("sized:index:Thing", "c", { value: 1 }, { provider: p }, sized);
  return { same: plain === again };`,
    commands: ups("small", "small", "large"),
  },
];
