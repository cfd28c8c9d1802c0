import type { Json } from "@anew/core";
import { expect } from "chai";
import { pathOf } from "../../src/platform/paths";
import { eventually, failureOf, Lab } from "./support/lab";

const NODE = "/usr/local/bin/node";

describe("hooks on a real cluster", function () {
  this.timeout(120_000);
  let lab: Lab;
  let identity: Json;

  before(async function () {
    lab = await Lab.open(this);
    await lab.addService();
    identity = await lab.addGeneration("a1", { env: { TABLE: "orders" }, labels: { app: "shop" } });
  });

  after(() => lab?.remove());

  const run = async (script: string, timeoutMs = 60_000): Promise<void> => {
    const session = await lab.open({
      hooks: { beforeSwitch: { command: [NODE, "-e"], args: [script], timeoutMs } },
    });
    try {
      await session.beforeSwitch!("a1", identity);
    } finally {
      await session.close();
    }
  };
  const jobs = () => lab.api.list(pathOf("jobs", lab.namespace));

  it("that succeed leave nothing, and are no part of the generation while they run", async () => {
    await lab.addService("shop", { selector: { app: "shop" } });
    const endpoints = async () => {
      const slices = await lab.api.list<{
        metadata: never;
        endpoints?: { conditions: { ready: boolean } }[];
      }>(pathOf("endpointslices", lab.namespace), { labels: { "kubernetes.io/service-name": "shop" } });
      return slices.flatMap((slice) => slice.endpoints ?? []).filter((one) => one.conditions.ready).length;
    };
    await eventually("the generation serves", async () => (await endpoints()) === 1);
    const hook = run("if (process.env.TABLE !== 'orders') process.exit(1); setTimeout(() => {}, 4000)");
    const seen = new Set<number>();
    const pods = () =>
      lab.api.list(pathOf("pods", lab.namespace), { labels: { "dev.anew.generation": "a1" } });
    await eventually("the Job runs", async () => (await jobs()).length === 1);
    for (let look = 0; look < 20; look++) {
      seen.add(await endpoints());
      expect(await pods()).to.have.length(1);
    }
    await hook;
    expect([...seen]).to.deep.equal([1]);
    await eventually("the Job is gone", async () => (await jobs()).length === 0);
  });

  it("that fail tell their exit code and their log", async () => {
    const message = await failureOf(run("console.log('column exists'); process.exit(7)"));
    expect(message).to.contain("the hook before the switch failed:");
    expect(message).to.match(/exit code 7.*last log lines:\n {4}column exists/);
    await eventually("the Job is gone", async () => (await jobs()).length === 0);
  });

  it("that take too long are ended, with their log", async () => {
    const message = await failureOf(
      run("console.log('waiting for a lock'); setInterval(() => {}, 1000)", 6_000),
    );
    expect(message).to.contain("did not end within 6 seconds");
    expect(message).to.contain("    waiting for a lock");
    await eventually("the Job is gone", async () => (await jobs()).length === 0);
  });

  it("run again after one that failed, at once", async () => {
    await failureOf(run("process.exit(1)"));
    await run("0");
  });
});
