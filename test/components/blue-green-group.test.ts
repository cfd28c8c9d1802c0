import { BlueGreenGroup, type BlueGreenGroupArgs, HostRouter } from "@anew/docker";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { base, DockerStack, image } from "./docker-stack";

describe("BlueGreenGroup on the engine", () => {
  let stack: DockerStack;
  let args: () => BlueGreenGroupArgs;
  let options: pulumi.ComponentResourceOptions;
  let name: string;
  /** What a run did, without what stayed the same; generations by the order in which they were seen. */
  let seen: string[];
  const ran = (lines: readonly string[]) =>
    lines
      .filter((line) => !line.startsWith("same"))
      .map((line) =>
        line.replace(/\b[0-9a-f]{8}\b/, (id) => {
          if (!seen.includes(id)) {
            seen.push(id);
          }
          return `g${seen.indexOf(id) + 1}`;
        }),
      );

  beforeEach(() => {
    seen = [];
    name = "web";
    options = {};
    args = () => base;
    stack = new DockerStack((host) => {
      const web = new BlueGreenGroup(name, { ...args(), connection: { host } }, options);
      return { url: web.url, generation: web.generation };
    });
  });
  afterEach(() => stack.remove());

  async function up(change: Partial<BlueGreenGroupArgs> = {}, config?: Record<string, string>) {
    args = () => ({ ...base, ...change });
    const result = await stack.up(config ? { config } : {});
    expect(result.error, result.error).to.equal(undefined);
    const generation = String(result.outputs.generation);
    return { lines: ran(result.lines), generation };
  }

  async function failing(change: Partial<BlueGreenGroupArgs>) {
    args = () => ({ ...base, ...change });
    const result = await stack.up();
    expect(result.error, "the update was expected to fail").to.be.a("string");
    const text = [result.error, ...result.failures.map((one) => one.message)].join("\n");
    return { lines: ran(result.lines), text };
  }

  it("creates a generation, its gate and the switch, in this order", async () => {
    const { lines, generation } = await up();
    expect(lines.filter((line) => line.includes("web"))).to.deep.equal([
      "create web",
      "create web-salt",
      "create web-g1",
      "create web-g1-0",
      "create web-g1-gate",
      "create web-switch",
    ]);
    expect(stack.live()).to.deep.equal({ [generation]: 100 });
  });

  it("has the address that its router's port has", async () => {
    const urls: Record<string, pulumi.Output<string>> = {};
    const own = new DockerStack((host) => {
      const ports = [
        80,
        443,
        { port: 8443, protocol: "https" as const },
        { port: 8080, protocol: "http" as const },
      ];
      const router = new HostRouter("edge", { ports, address: "192.0.2.7", connection: { host } });
      const group = (name: string, more: Partial<BlueGreenGroupArgs>) =>
        new BlueGreenGroup(name, { ...base, router, connection: { host }, ...more });
      urls.plain = group("plain", { listen: { port: 80, host: "a.example" } }).url;
      urls.tls = group("tls", { listen: { port: 443, host: "b.example", path: "/shop" } }).url;
      const other = group("other", { listen: { port: 8443 }, preview: { port: 8080 } });
      return { ...urls, other: other.url, preview: other.previewUrl };
    });
    try {
      const { outputs, error } = await own.up();
      expect(error, error).to.equal(undefined);
      expect(outputs).to.deep.equal({
        plain: "http://a.example",
        tls: "https://b.example/shop",
        other: "https://192.0.2.7:8443",
        preview: "http://192.0.2.7:8080",
      });
    } finally {
      own.remove();
    }
  });

  it("does nothing when nothing changes", async () => {
    await up();
    expect((await up()).lines).to.deep.equal([]);
  });

  it("releases a changed environment variable as a whole new generation", async () => {
    const first = await up({ keep: 0 });
    const second = await up({ keep: 0, env: { LOG_LEVEL: "debug" } });
    expect(second.lines).to.deep.equal([
      "create web-g2",
      "create web-g2-0",
      "create web-g2-gate",
      "update web-switch",
      "delete web-g1-gate",
      "delete web-g1-0",
      "delete web-g1",
    ]);
    expect(stack.served()).to.deep.equal([first.generation, second.generation]);
  });

  it("rolls back by the switch alone", async () => {
    const first = await up();
    await up({ image: image(2) });
    const back = await up();
    expect(back.lines).to.deep.equal(["update web-switch"]);
    expect(back.generation).to.equal(first.generation);
    expect(stack.live()).to.deep.equal({ [first.generation]: 100 });
  });

  it("retains as many old generations as asked, the newest ones", async () => {
    await up({ keep: 2 });
    await up({ keep: 2, image: image(2) });
    expect(
      (await up({ keep: 2, image: image(3) })).lines.filter((line) => line.startsWith("delete")),
    ).to.deep.equal([]);
    expect((await up({ keep: 2, image: image(4) })).lines.slice(-3)).to.deep.equal([
      "delete web-g1-gate",
      "delete web-g1-0",
      "delete web-g1",
    ]);
  });

  it("makes a new generation of a changed secret, and leaves the retained one alone", async () => {
    const secret = (value: string) => ({ secretEnv: { DATABASE_URL: pulumi.secret(value) } });
    const first = await up(secret("one"));
    expect((await up(secret("one"))).lines).to.deep.equal([]);
    const second = await up(secret("two"));
    expect(second.lines).to.deep.equal([
      "create web-g2",
      "create web-g2-0",
      "create web-g2-gate",
      "update web-switch",
    ]);
    expect((await up(secret("one"))).generation).to.equal(first.generation);
  });

  it("keeps a secret's value out of the history, and in the state only where the engine encrypts it", async () => {
    await up({ secretEnv: { PASSWORD: pulumi.secret("hunter2hunter2") } });
    const state = await stack.state();
    const theSwitch = state.resources?.find((one) => String(one.type).endsWith("anew:Switch"));
    expect(JSON.stringify(theSwitch?.outputs)).to.contain("PASSWORD").and.not.to.contain("hunter2");
  });

  it("changes nothing and deletes nothing when the new generation is not healthy", async () => {
    const first = await up();
    stack.change((simulation) => {
      simulation.nextIsUnhealthy = true;
    });
    const { lines, text } = await failing({ image: image(2) });
    expect(lines).to.deep.equal(["create web-g2", "create web-g2-0", "create web-g2-gate"]);
    expect(text).to.contain("did not become healthy").and.to.contain("simulated 500");
    expect(stack.live()).to.deep.equal({ [first.generation]: 100 });
    stack.change((simulation) => {
      simulation.nextIsUnhealthy = false;
    });
    expect((await up()).lines).to.deep.equal(["delete web-g2-0", "delete web-g2"]);
  });

  it("does not touch the old generation when the container can't be created", async () => {
    const first = await up();
    stack.faults.add(
      { operation: "create", name: "web" },
      { kind: "fail", message: "no space left on device" },
    );
    stack.faults.add({ operation: "create" }, { kind: "fail", message: "no space left on device" });
    const { text } = await failing({ image: image(2) });
    expect(text).to.contain("no space left on device");
    stack.faults.clear();
    expect(stack.live()).to.deep.equal({ [first.generation]: 100 });
    expect((await up()).generation).to.equal(first.generation);
  });

  it("refuses to release over traffic that somebody else moved, and puts it right without a release", async () => {
    const first = await up();
    const second = await up({ image: image(2) });
    const byHand = () =>
      stack.change((simulation) => {
        const group = simulation.groups["test/dev/web"];
        if (group) {
          group.live = { [first.generation]: 100 };
        }
      });
    byHand();
    expect((await failing({ image: image(3) })).text).to.contain("somebody else moved the traffic");
    expect(stack.live()).to.deep.equal({ [first.generation]: 100 });
    expect((await up({ image: image(2) })).lines).to.include("update web-switch");
    expect(stack.live()).to.deep.equal({ [second.generation]: 100 });
    byHand();
    await up({ image: image(3), unexpectedSplit: "overwrite" });
    expect(stack.live()).not.to.have.property(first.generation);
  });

  it("removes old generations of a protected group", async () => {
    options = { protect: true };
    await up({ keep: 0 });
    expect((await up({ keep: 0, image: image(2) })).lines.slice(-3)).to.deep.equal([
      "delete web-g1-gate",
      "delete web-g1-0",
      "delete web-g1",
    ]);
    expect((await up({ keep: 0, image: image(3) })).lines.slice(-3)).to.deep.equal([
      "delete web-g2-gate",
      "delete web-g2-0",
      "delete web-g2",
    ]);
  });

  it("keeps its generations and its history when it is renamed with an alias", async () => {
    const first = await up();
    const second = await up({ image: image(2) });
    name = "shop";
    options = { aliases: [{ name: "web" }] };
    const renamed = await up({ image: image(2) });
    expect(renamed.lines.filter((line) => !line.startsWith("update"))).to.deep.equal([]);
    expect(renamed.generation).to.equal(second.generation);
    const back = await up();
    expect(back.lines).to.deep.equal(["update shop-switch"]);
    expect(back.generation).to.equal(first.generation);
  });

  it("goes back to a pinned generation and stays there without the configuration, until the pin is taken away", async () => {
    const first = await up();
    const second = await up({ image: image(2) });
    const pinned = await up({ image: image(2) }, { "anew:pin": JSON.stringify({ web: first.generation }) });
    expect(pinned.generation).to.equal(first.generation);
    expect((await up({ image: image(2) })).generation).to.equal(first.generation);
    const free = await up({ image: image(2) }, { "anew:pin": JSON.stringify({ web: "none" }) });
    expect(free.generation).to.equal(second.generation);
  });

  it("refuses a pin that the history does not hold, and says which it does", async () => {
    const { generation } = await up();
    args = () => base;
    const result = await stack.up({ config: { "anew:pin": JSON.stringify({ web: "ffffffff" }) } });
    expect(JSON.stringify(result)).to.contain(`a retained generation (${generation})`);
  });

  it("goes away whole: traffic first, then gates, then containers", async () => {
    await up();
    await up({ image: image(2) });
    const result = await stack.destroy();
    expect(result.error).to.equal(undefined);
    const lines = ran(result.lines).filter((line) => line.includes("web"));
    expect(lines[0]).to.equal("delete web-switch");
    expect(lines.indexOf("delete web-g1-gate")).to.be.lessThan(lines.indexOf("delete web-g1-0"));
    expect(stack.store.list()).to.deep.equal([]);
  });

  it("shows a generation whose spec is not known yet as pending, and the known one by its id", async () => {
    args = () => ({ ...base, secretEnv: { TOKEN: pulumi.secret("x") } });
    expect(ran((await stack.preview()).lines)).to.include("create web-pending");
    await up({ secretEnv: { TOKEN: pulumi.secret("x") } });
    args = () => ({ ...base, secretEnv: { TOKEN: pulumi.secret("y") } });
    const preview = await stack.preview();
    const { lines, generation } = await up({ secretEnv: { TOKEN: pulumi.secret("y") } });
    expect(preview.lines.join()).to.contain(`create web-${generation}`);
    expect(ran(preview.lines).sort()).to.deep.equal([...lines].sort());
  });

  it("shows in the preview exactly what the update then does", async () => {
    await up();
    args = () => ({ ...base, image: image(2), keep: 0 });
    const preview = ran((await stack.preview()).lines);
    expect((await up({ image: image(2), keep: 0 })).lines.slice().sort()).to.deep.equal(
      preview.slice().sort(),
    );
  });

  it("comes to its end after a crash at any step of a release, released again or rolled back", async () => {
    await up({ keep: 0 });
    args = () => ({ ...base, keep: 0, image: image(2) });
    const steps = (await stack.preview()).lines
      .filter((line) => !line.startsWith("same"))
      .map((line) => line.split(" ") as [string, string]);
    expect(steps).to.have.length(7);
    for (const [op, resource] of steps) {
      for (const when of ["before", "after"] as const) {
        for (const next of [1, 2]) {
          const old = await up({ keep: 0 });
          args = () => ({ ...base, keep: 0, image: image(2) });
          const crashed = await stack.up({ crash: { op: op as "create", name: resource, when } });
          expect(crashed.error, `${when} ${op} ${resource}`).to.be.a("string");
          expect(Object.values(stack.live())).to.deep.equal([100]);
          const { generation } = await up({ keep: 0, image: image(next) });
          expect(generation === old.generation).to.equal(next === 1);
          expect(stack.live()).to.deep.equal({ [generation]: 100 });
        }
      }
    }
  }).timeout(300_000);
});
