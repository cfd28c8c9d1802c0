import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect } from "chai";
import { requireDocker } from "../../../../test/setup";
import type { HaproxyRouter } from "../../src/router/haproxy-router";
import type { Listen } from "../../src/router/route";
import { RouterContainer } from "../../src/router/router-container";
import { Volume } from "../../src/router/volume";
import { ask } from "../router-support/ask";
import { eventually } from "../router-support/eventually";
import { Lab } from "../router-support/lab";

describe("groups that share a router", function () {
  this.timeout(120_000);
  let lab: Lab;

  before(async function () {
    lab = await Lab.start(await requireDocker(this));
  });
  after(() => lab?.remove());

  async function group(name: string, listen: Listen[]): Promise<HaproxyRouter> {
    const router = await lab.connect(name, { listen });
    await lab.attach(router, name);
    await router.shift({ [name]: 100 });
    return router;
  }

  async function servedBy(path: string, host = "any.example"): Promise<string> {
    const { status, body } = await ask({ port: lab.http, path, headers: { host } });
    return status === 200 ? body : String(status);
  }

  it("are told apart by host and path: on borders of path segments, the longest wins, a host wins over none", async () => {
    await group("site", [{ port: lab.http, host: "www.example.com" }]);
    await group("shop", [{ port: lab.http, host: "www.example.com", path: "/shop" }]);
    await group("any", [{ port: lab.http, path: "/shop/deals" }]);
    const asked: Record<string, string> = {};
    for (const [path, host] of [
      ["/", "www.example.com"],
      ["/", "WWW.EXAMPLE.COM:8080"],
      ["/shop", "www.example.com"],
      ["/shop/", "www.example.com"],
      ["/shop/a?b=/c", "www.example.com"],
      ["/shopping", "www.example.com"],
      ["/shop/deals", "www.example.com"],
      ["/shop/deals/1", "other.example.com"],
      ["/shop", "other.example.com"],
    ] as const) {
      asked[`${host} ${path}`] = await servedBy(path, host);
    }
    expect(asked).to.deep.equal({
      "www.example.com /": "site",
      "WWW.EXAMPLE.COM:8080 /": "site",
      "www.example.com /shop": "shop",
      "www.example.com /shop/": "shop",
      "www.example.com /shop/a?b=/c": "shop",
      "www.example.com /shopping": "site",
      "www.example.com /shop/deals": "shop",
      "other.example.com /shop/deals/1": "any",
      "other.example.com /shop": "404",
    });
  });

  it("cannot have one address: the second is told whose it is", async () => {
    const thief = await lab.connect("thief", {
      listen: [{ port: lab.http, host: "www.Example.com", path: "/shop/" }],
    });
    const error = await thief.ensureGroup({}).then(
      () => "nothing was refused",
      (cause: Error) => cause.message,
    );
    expect(error)
      .to.contain("port ")
      .and.to.contain("host www.example.com, path /shop/ belongs to group shop");
    expect(await servedBy("/shop", "www.example.com")).to.equal("shop");
  });

  it("change their addresses without a gap: new ones are added first, obsolete ones end when they are pruned", async () => {
    const before = await lab.connect("any", { listen: [{ port: lab.http, path: "/shop/deals" }] });
    const after = await lab.connect("any", { listen: [{ port: lab.http, path: "/bargains" }] });
    await after.ensureGroup({});
    expect([await servedBy("/bargains"), await servedBy("/shop/deals")]).to.deep.equal(["any", "any"]);
    await after.pruneRoutes();
    expect([await servedBy("/bargains"), await servedBy("/shop/deals")]).to.deep.equal(["any", "404"]);
    await before.removeGroup();
    expect(await servedBy("/bargains")).to.equal("404");
  });

  it("send on to HTTPS where that is asked for", async () => {
    const redirect = { port: lab.https };
    const router = await lab.connect("redirect", {
      listen: [{ port: lab.http, host: "secure.example.com", redirectToHttps: redirect }],
    });
    await router.ensureGroup({});
    const { status, headers } = await ask({
      port: lab.http,
      path: "/a?b=c",
      headers: { host: `secure.example.com:${lab.http}` },
    });
    expect([status, headers.location]).to.deep.equal([308, `https://secure.example.com:${lab.https}/a?b=c`]);
    await router.removeGroup();
  });

  it("tell their servers where a request came from, and believe no client about it", async () => {
    const { body } = await ask({
      port: lab.http,
      path: "/headers",
      headers: { host: "www.example.com", "x-forwarded-for": "10.9.8.7", "x-forwarded-proto": "https" },
    });
    const seen = JSON.parse(body) as Record<string, string>;
    expect(seen["x-forwarded-for"])
      .to.match(/^\d+\.\d+\.\d+\.\d+$/)
      .and.not.to.equal("10.9.8.7");
    expect([seen["x-forwarded-proto"], seen["x-forwarded-host"], seen["x-forwarded-port"]]).to.deep.equal([
      "http",
      "www.example.com",
      String(lab.http),
    ]);
  });

  it("claimed by two processes at once have a backend each", async () => {
    const children = ["left", "right"].map((prefix) => claim(prefix, 6));
    const codes = await Promise.all(children.map(async (child) => (await once(child, "exit"))[0] as number));
    expect(codes).to.deep.equal([0, 0]);
    const volume = new Volume(await RouterContainer.find({ host: lab.docker.host }, lab.routerId));
    try {
      const groups = [...(await volume.groups()).values()].map((text) => /"group":"([^"]+)"/.exec(text)?.[1]);
      const wanted = ["left", "right"].flatMap((prefix) =>
        Array.from({ length: 6 }, (_, i) => `${prefix}-${i}`),
      );
      expect(groups.filter((name) => /^(left|right)-/.test(name!)).sort()).to.deep.equal(wanted);
    } finally {
      volume.close();
    }
    for (const prefix of ["left", "right"]) expect(await servedBy(`/${prefix}-5`)).to.equal("503");
  });

  it("are not held up by a process that was killed while it changed the router", async () => {
    const child = claim("killed", 50);
    await once(child.stdout!, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    const router = await lab.connect("next", { listen: [{ port: lab.http, path: "/next" }] });
    await router.ensureGroup({});
    await eventually("its route is there", async () => (await servedBy("/next")) === "503");
  });

  it("take a lock over from a shell that has ended, and wait for one that has not", async () => {
    const container = await RouterContainer.find({ host: lab.docker.host }, lab.routerId);
    const [first, second] = [new Volume(container), new Volume(container)];
    const order: string[] = [];
    let entered = (): void => {};
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const held = first.locked(async () => {
      entered();
      await new Promise((resolve) => setTimeout(resolve, 200));
      order.push("first");
    });
    await inside;
    await second.locked(async () => void order.push("second"));
    await held;
    expect(order).to.deep.equal(["first", "second"]);
    // The first one's shell is gone before it could unlock.
    await first.locked(async () => first.close());
    await second.locked(async () => void order.push("third"));
    expect(order.at(-1)).to.equal("third");
    second.close();
  });

  function claim(prefix: string, count: number): ChildProcess {
    const program = join(__dirname, "../router-support/claim-program.ts");
    const args = [lab.docker.host, lab.routerId, String(lab.http), prefix, String(count)];
    return spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), program, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
  }
});
