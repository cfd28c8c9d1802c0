import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect, use } from "chai";
import {
  crashPoints,
  dynamicProviders,
  faulty,
  MemoryCloud,
  MemoryFaults,
  MemoryProvider,
  type ProviderFactory,
  TestClock,
  TestStack,
} from "../src/index";
import { anewAssertions } from "../src/testing/chai";
import { Logged } from "./support/logged";

use(anewAssertions);

const VOLUME = "docker:index/volume:Volume";
const NETWORK = "docker:index/network:Network";

class Volume extends pulumi.CustomResource {
  declare readonly mountpoint: pulumi.Output<string>;
  constructor(name: string, args: Record<string, unknown> = {}, options?: pulumi.CustomResourceOptions) {
    super(VOLUME, name, { mountpoint: undefined, name: undefined, ...args }, options);
  }
}

class Resource extends pulumi.CustomResource {}

/** A program's folder, with the SDK beside it. */
function programFolder(root: string, name: string, code: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  symlinkSync(join(__dirname, "../node_modules"), join(folder, "node_modules"));
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    "name: shop\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
  );
  writeFileSync(join(folder, "package.json"), '{ "main": "index.js" }');
  writeFileSync(join(folder, "volume.js"), "module.exports = { calls: 0 };\n");
  writeFileSync(join(folder, "index.js"), code);
  return folder;
}

const CODE = `
const pulumi = require("@pulumi/pulumi");
const module_ = require("./volume");
module_.calls++;
const size = new pulumi.Config().get("size") ?? "small";
const data = new pulumi.CustomResource("${VOLUME}", "data", { labels: [{ label: "size", value: size }], mountpoint: undefined });
exports.calls = module_.calls;
exports.project = pulumi.getProject();
exports.mountpoint = data.mountpoint;
`;

describe("a test stack", function () {
  this.timeout(60_000);

  describe("of a program in a folder", () => {
    let root: string;
    before(() => {
      root = mkdtempSync(join(tmpdir(), "anew-test-stack-"));
    });
    after(() => rmSync(root, { recursive: true }));

    for (const inProcess of [false, true]) {
      it(`runs it ${inProcess ? "in this process, anew each time" : "in a process of its own"}, with providers of the test`, async () => {
        const cloud = new MemoryCloud();
        const program = programFolder(root, `one-${inProcess}`, CODE);
        const stack = new TestStack({ program, inProcess, providers: cloud.providers });
        const first = await stack.up({ config: { "shop:size": "big" } });
        expect(first.error).to.equal(undefined);
        expect(first).to.runExactly(["create data"]);
        expect(first.outputs).to.include({ calls: 1, project: "shop" });
        expect(cloud.store.list(VOLUME)[0]?.outputs.labels).to.deep.equal([{ label: "size", value: "big" }]);
        const second = await stack.up();
        expect(second).to.replace.only("data");
        expect(second.outputs).to.include({ calls: 1 });
      });
    }

    it("takes the folder of a next version for one run, and keeps the stack's name", async () => {
      const cloud = new MemoryCloud();
      const program = programFolder(root, "v1", CODE);
      const next = programFolder(root, "v2", CODE.replaceAll('"data"', '"files"'));
      const stack = new TestStack({ program, inProcess: true, providers: cloud.providers });
      expect(await stack.up()).to.create.only("data");
      const plan = await stack.preview({ program: next });
      expect(plan.error).to.equal(undefined);
      expect(plan).to.runExactly(["create files", "delete data"]);
      expect(await stack.up()).to.have.noChanges;
    });

    it("crashes at a step of a program in a process of its own, too", async () => {
      const program = programFolder(root, "crash", CODE);
      const stack = new TestStack({ program, providers: new MemoryCloud().providers });
      const crashed = await stack.up({ crash: { op: "create", name: "data", when: "after" } });
      expect(crashed.error).to.contain("crashed after create data");
      expect((await stack.state()).pending_operations).to.have.length(1);
      expect((await stack.up()).error).to.equal(undefined);
    });

    it("says why an ECMAScript module cannot run in process", () => {
      const program = programFolder(root, "esm", "");
      writeFileSync(join(program, "package.json"), '{ "type": "module" }');
      const stack = new TestStack({ program, inProcess: true });
      return stack.preview().then(
        () => expect.fail("ran"),
        ({ message }: Error) => expect(message).to.contain('"type" is "module"').and.to.contain("inProcess"),
      );
    });
  });

  it("can be killed before and after each step, and the next update completes it", async () => {
    let version = 1;
    const program = () => {
      const data = new Volume("data", { labels: [{ label: "version", value: String(version) }] });
      new Volume("copy", { labels: [{ label: "of", value: data.mountpoint }] });
      if (version === 1) new Volume("old");
    };
    const start = async () => {
      version = 1;
      const cloud = new MemoryCloud();
      const stack = new TestStack({ program, providers: cloud.providers });
      expect((await stack.up()).error).to.equal(undefined);
      version = 2;
      return { cloud, stack };
    };
    const points = crashPoints(await (await start()).stack.preview());
    expect(points.length).to.be.greaterThan(10);
    for (const crash of points) {
      const { cloud, stack } = await start();
      const text = JSON.stringify(crash);
      const crashed = await stack.up({ crash });
      expect(crashed.error, text).to.contain("crashed");
      const next = await stack.up();
      expect(next.error, text).to.equal(undefined);
      expect(await stack.up(), text).to.have.noChanges;
      // A creation that nobody learned of leaves an orphan; everything else is as the program says.
      const orphan = crash.when === "after" && crash.op === "create-replacement" ? 1 : 0;
      expect(cloud.store.list(VOLUME), text).to.have.length(2 + orphan);
    }
  });

  it("can be killed at each of several resources of one name, and at each generation of one URN", async () => {
    let version = 1;
    const program = () => {
      const labels = [{ label: "version", value: String(version) }];
      new Volume("web", { labels });
      new Resource(NETWORK, "web", { labels });
    };
    const start = async () => {
      const stack = new TestStack({ program, providers: new MemoryCloud().providers });
      const crash = { op: "delete-replaced", name: "web", when: "before" } as const;
      version = 1;
      await stack.up({ parallel: 1 });
      version = 2;
      await stack.up({ parallel: 1, crash });
      version = 3;
      return stack;
    };
    const points = crashPoints(await (await start()).preview({ parallel: 1 }));
    const deletions = points.filter(({ op, when }) => op === "delete-replaced" && when === "before");
    expect(deletions.map(({ urn = "", nth }) => `${urn.split("::")[2]} ${nth}`).sort()).to.deep.equal([
      `${NETWORK} 1`,
      `${NETWORK} 2`,
      `${VOLUME} 1`,
      `${VOLUME} 2`,
    ]);
    for (const crash of points) {
      const { failures, steps } = await (await start()).up({ parallel: 1, crash });
      const text = JSON.stringify(crash);
      expect(
        failures.map(({ op, urn }) => `${op} ${urn}`),
        text,
      ).to.deep.equal([`${crash.op} ${crash.urn}`]);
      expect(
        steps.filter(({ op, urn }) => op === crash.op && urn === crash.urn),
        text,
      ).to.have.length(crash.nth!);
    }
  });

  it("has no crash points of a run that failed", async () => {
    const stack = new TestStack({
      program: () => {
        throw new Error("no program");
      },
    });
    const failed = await stack.preview();
    expect(() => crashPoints(failed))
      .to.throw("got a run that failed")
      .with.property("message")
      .includes("no program");
  });

  it("does not take a run for killed that never came to the step", async () => {
    const stack = new TestStack({
      program: () => void new Volume("data"),
      providers: new MemoryCloud().providers,
    });
    await stack.up({ crash: { op: "update", name: "data", when: "before" } }).then(
      () => expect.fail("no error"),
      ({ message }: Error) => {
        expect(message).to.contain('got { op: "update", name: "data" }, which is no step of the run');
        expect(message).to.contain("create data");
      },
    );
  });

  it("keeps what was said, and the secrets encrypted", async () => {
    const stack = new TestStack({
      program: () => {
        pulumi.log.warn("mind the gap");
        return { password: pulumi.secret("hunter2") };
      },
    });
    const { messages } = await stack.up();
    expect(messages.map(({ severity, message }) => `${severity} ${message}`)).to.include(
      "warning mind the gap",
    );
    expect(await stack.stored())
      .to.contain("pulumi:pulumi:Stack")
      .and.not.to.contain("hunter2");
    expect(JSON.stringify(await stack.state())).to.contain("hunter2");
  });

  it("knows the resources that a failed run did not come to", async () => {
    const cloud = new MemoryCloud();
    let name = "old";
    const stack = new TestStack({ program: () => void new Volume(name), providers: cloud.providers });
    await stack.up();
    name = "new";
    cloud.faults.add({ operation: "create" }, { kind: "fail", message: "no space" });
    const failed = await stack.up();
    expect(failed.error).to.contain("no space");
    expect(failed).to.create("new").and.not.to.delete("old");
    expect(() => expect(failed).to.delete("odl")).to.throw("no resource is named odl; there are new, old");
  });

  describe("with dynamic resources that misbehave", () => {
    const start = () => {
      const faults = new MemoryFaults();
      const clock = new TestClock();
      const providers = { "pulumi-nodejs": faulty(dynamicProviders, faults) };
      return {
        faults,
        clock,
        stack: new TestStack({ program: () => void new Logged("a"), providers, clock }),
      };
    };

    it("fails at the n-th call", async () => {
      const { faults, stack } = start();
      faults.add({ operation: "create", nth: 2 }, { kind: "fail", message: "no space" });
      const program = () => {
        const a = new Logged("a");
        new Logged("b", { other: a.urn });
      };
      const failed = await stack.up({ program });
      expect(
        failed.failures.map(({ urn, message }) => `${urn.split("::").at(-1)}: ${message}`),
      ).to.deep.equal(["b: no space"]);
    });

    it("keeps the state of one that was made by half, and completes it", async () => {
      const { faults, stack } = start();
      faults.add(
        { operation: "create" },
        { kind: "partial", message: "not ready", outputs: { ready: false } },
      );
      expect((await stack.up()).error).to.contain("not ready");
      const a = (await stack.state()).resources!.at(-1)!;
      expect(a.initErrors).to.deep.equal(["not ready"]);
      expect(a.outputs).to.include({ ready: false });
      faults.clear();
      expect(await stack.up()).to.update.only("a");
    });

    it("is slow on the test's clock, and hangs until the resource's timeout", async () => {
      const { faults, clock, stack } = start();
      const before = clock.now();
      faults.add({ operation: "create" }, { kind: "slow", ms: 600_000 });
      expect((await stack.up()).error).to.equal(undefined);
      expect(clock.now() - before).to.equal(600_000);
      faults.add({ operation: "delete" }, { kind: "hang" });
      const controller = new AbortController();
      const ended = stack.destroy({ signal: controller.signal });
      setTimeout(() => controller.abort(), 200);
      expect((await ended).error).to.contain("the call was cancelled");
    });
  });

  describe("on a clock of the test's", () => {
    it("lends the clock to dynamic providers that look for it, each stack its own", async () => {
      const times = new Map<string, number[]>();
      const run = async (name: string, ms: number) => {
        const clock = new TestClock();
        const code = `exports.handler = () => ({
          async create() {
            const clock = globalThis[Symbol.for("anew.clock")].getStore();
            const begin = clock.now();
            await new Promise((resolve) => setImmediate(resolve));
            await clock.sleep(${ms});
            return { id: "id", outs: { took: clock.now() - begin } };
          },
        });`;
        const program = () => {
          const inputs = { took: undefined, __provider: code };
          const resource = new Resource("pulumi-nodejs:dynamic:Slow", name, inputs) as unknown as {
            took: pulumi.Output<number>;
          };
          return { took: resource.took };
        };
        const { error, outputs } = await new TestStack({ program, clock }).up();
        expect(error).to.equal(undefined);
        times.set(name, [outputs.took as number]);
      };
      await Promise.all([run("a", 120_000), run("b", 7_000)]);
      expect([...times].sort()).to.deep.equal([
        ["a", [120_000]],
        ["b", [7_000]],
      ]);
    });

    const slowly = (ms: number, options?: pulumi.CustomResourceOptions) => {
      const clock = new TestClock();
      const cloud = new MemoryCloud();
      cloud.faults.add({ operation: "create", name: "data" }, { kind: "slow", ms });
      const stack = new TestStack({
        program: () => void new Volume("data", {}, options),
        providers: cloud.providers,
        clock,
      });
      return { clock, cloud, stack };
    };

    it("lets ten minutes pass in no time", async () => {
      const { clock, stack } = slowly(600_000);
      const before = clock.now();
      const real = performance.now();
      expect((await stack.up()).error).to.equal(undefined);
      expect(clock.now() - before).to.equal(600_000);
      expect(performance.now() - real).to.be.lessThan(60_000);
    });

    it("notes the times of that clock in the state", async () => {
      const { stack } = slowly(60_000);
      await stack.up();
      const { resources = [] } = await stack.state();
      const state = resources.find(({ urn }) => String(urn).endsWith("::data"));
      expect(state).to.include({ created: "2030-01-01T00:01:00.000Z", modified: "2030-01-01T00:01:00.000Z" });
    });

    it("ends what takes longer than the resource's own timeout", async () => {
      const { clock, cloud, stack } = slowly(600_000, { customTimeouts: { create: "5m" } });
      const before = clock.now();
      const result = await stack.up();
      expect(result.error).to.contain("timeout while waiting").and.to.contain("(timeout: 5m0s)");
      expect(clock.now() - before).to.equal(300_000);
      expect(cloud.store.list()).to.deep.equal([]);
    });

    it("wakes those who wait in their order, and at their times", async () => {
      const clock = new TestClock({ start: new Date(0) });
      const woken: string[] = [];
      const wait = async (name: string, ms: number) => {
        await clock.sleep(ms);
        woken.push(`${name} ${clock.now()}`);
      };
      await Promise.all([wait("slow", 3_600_000), wait("fast", 1), wait("middle", 60_000)]);
      expect(woken).to.deep.equal(["fast 1", "middle 60000", "slow 3600000"]);
    });

    it("stands still where the test moves it by hand", async () => {
      const clock = new TestClock({ auto: false, start: new Date(0) });
      const woken: string[] = [];
      void clock.sleep(10).then(() => {
        woken.push("first");
        void clock.sleep(10).then(() => woken.push("second"));
      });
      await clock.advance(9);
      expect([woken, clock.waiting]).to.deep.equal([[], 1]);
      await clock.advance(1);
      expect([woken, clock.now()]).to.deep.equal([["first"], 10]);
      await clock.advance(100);
      expect([woken, clock.now(), clock.waiting]).to.deep.equal([["first", "second"], 110, 0]);
    });

    it("lets go of one who is called off", async () => {
      const clock = new TestClock({ auto: false });
      const controller = new AbortController();
      const sleep = clock.sleep(10, controller.signal);
      controller.abort();
      await sleep;
      expect(clock.waiting).to.equal(0);
      await clock.sleep(10, controller.signal);
    });
  });

  describe("with providers that misbehave", () => {
    const setUp = (program: () => unknown = () => void new Volume("data")) => {
      const cloud = new MemoryCloud();
      return { cloud, stack: new TestStack({ program, providers: cloud.providers }) };
    };

    it("waits for one that hangs until the run is cancelled, and notes what was under way", async () => {
      const { cloud, stack } = setUp();
      cloud.faults.add({ operation: "create", type: VOLUME }, { kind: "hang" });
      const controller = new AbortController();
      const result = await stack.up({
        signal: controller.signal,
        onEvent: (event) =>
          void (event.kind === "step-start" && event.urn.endsWith("data") && controller.abort()),
      });
      expect(result.error).to.not.equal(undefined);
      expect(result.failures.map(({ message }) => message)).to.deep.equal(["the call was cancelled"]);
      cloud.faults.clear();
      expect((await stack.up()).error).to.equal(undefined);
    });

    it("records a partial creation with its outputs, and completes it the next time", async () => {
      const { cloud, stack } = setUp();
      const half = { kind: "partial", message: "not ready", outputs: { mountpoint: "/half" } } as const;
      cloud.faults.add({ operation: "create", nth: 1 }, half);
      expect((await stack.up()).error).to.contain("not ready");
      const { resources = [] } = await stack.state();
      const state = resources.find(({ urn }) => String(urn).endsWith("::data"));
      expect(state?.initErrors).to.deep.equal(["not ready"]);
      expect(state?.outputs).to.include({ mountpoint: "/half" });
      expect(await stack.up()).to.update.only("data");
    });

    it("never lets what a provider calls unknown into the state", async () => {
      const { cloud, stack } = setUp(() => ({ mountpoint: new Volume("data").mountpoint }));
      cloud.faults.add({ operation: "create" }, { kind: "unknown" });
      expect((await stack.up()).error).to.match(/unexpected unknown property value for "/);
      expect(await stack.stored()).to.not.contain("04da6b54-80e4-46f7-96ec-b56ff0331ba9");
    });

    it("refuses a creation without an id", async () => {
      const { cloud, stack } = setUp();
      cloud.faults.add(
        { operation: "create" },
        { kind: "answer", change: (answer) => ({ ...(answer as object), id: "" }) },
      );
      expect((await stack.up()).error).to.contain("no id");
    });

    it("takes a provider's word for a replacement that makes no sense", async () => {
      const { cloud, stack } = setUp();
      await stack.up();
      const change = (answer: unknown) => ({ ...(answer as object), changes: "some", replaces: ["nothing"] });
      cloud.faults.add({ operation: "diff" }, { kind: "answer", change });
      expect(await stack.up()).to.replace.only("data");
    });

    it("tells a provider that cannot be configured", async () => {
      const { cloud, stack } = setUp();
      cloud.faults.add({ operation: "configure" }, { kind: "fail", message: "expired credentials" });
      expect((await stack.up()).error).to.contain("expired credentials");
    });

    it("fails the calls of a name's beginning, a type, a function", async () => {
      const { cloud, stack } = setUp(() => {
        new Volume("web-1");
        new Resource(NETWORK, "web-2", {});
        return {
          image: pulumi.runtime.invoke("docker:index/getRegistryImage:getRegistryImage", { name: "a" }),
        };
      });
      cloud.faults.add({ operation: "create", name: "web-…", nth: 2 }, { kind: "fail", message: "second" });
      expect((await stack.up()).error).to.contain("second");
      cloud.faults.clear();
      const lookUp = "docker:index/getRegistryImage:getRegistryImage";
      cloud.faults.add({ operation: "invoke", type: lookUp }, { kind: "fail", message: "registry down" });
      expect((await stack.up()).error).to.contain("registry down");
    });
  });

  it("plays a package of the test's own from a table, and what the platform did", async () => {
    const BUCKET = "acme:storage/bucket:Bucket";
    const cloud = new MemoryCloud({
      tables: {
        [BUCKET]: {
          id: "bucket-{count}",
          autoName: { property: "name", maxLength: 63 },
          properties: {
            name: "string replaces",
            size: "integer required",
            url: "string out",
            key: "string out secret",
          },
          fill: { url: "https://{name}.acme.example", key: "k{count}" },
        },
      },
      invokes: { "acme:storage/getPrice:getPrice": ({ size }) => ({ price: Number(size) * 2 }) },
    });
    let size = 1;
    const stack = new TestStack({
      program: async () => {
        const bucket = new Resource(BUCKET, "files", {
          name: "files",
          size,
          url: undefined,
          key: undefined,
        });
        const { price } = await pulumi.runtime.invoke("acme:storage/getPrice:getPrice", { size });
        return { price, key: (bucket as unknown as { key: pulumi.Output<string> }).key };
      },
      providers: cloud.providers,
    });
    const first = await stack.up();
    expect(first.outputs.price).to.equal(2);
    expect(await stack.stored())
      .to.contain("https://files.acme.example")
      .and.not.to.contain('"k1"');
    size = 2;
    expect(await stack.up()).to.update.only("files");
    const effects = cloud.store.takeEffects().map(({ operation, name, id }) => `${operation} ${name} ${id}`);
    expect(effects).to.deep.equal(["create files bucket-1", "update files bucket-1"]);
  });

  it("says how to declare a type that no table has, and a table that makes no sense", async () => {
    const stack = new TestStack({
      program: () => void new Resource("docker:index/plugin:Plugin", "p", {}),
      providers: new MemoryCloud().providers,
    });
    expect((await stack.up()).error).to.contain(
      "docker:index/plugin:Plugin: this memory provider does not know the type; it knows docker:index/container:Container,",
    );
    expect(() => new MemoryCloud({ tables: { "a:b:C": { properties: { x: "strng replaces" } } } })).to.throw(
      'a:b:C: x: got "strng replaces"; expected a kind (string,',
    );
    expect(() => new MemoryCloud({ tables: { "a:b:C": { properties: { x: "string replace" } } } })).to.throw(
      "replaces:<key>",
    );
  });

  it("gives a provider of the test's own the clock", async () => {
    const clock = new TestClock();
    let seen: unknown;
    const docker: ProviderFactory = (context) => {
      seen = context.clock;
      return new MemoryProvider({ types: [] });
    };
    const stack = new TestStack({ program: () => void new Volume("x"), providers: { docker }, clock });
    await stack.preview();
    expect(seen).to.equal(clock);
  });
});
