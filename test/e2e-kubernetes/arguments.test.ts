import { expect } from "chai";
import { requireCluster } from "../cluster";
import { expectSuccess, stepsOf } from "../e2e/support/steps";
import { requireDocker } from "../setup";
import type { Program } from "./support/programs";
import { ServingStack } from "./support/serving-stack";

describe("a group in a cluster whose arguments change", function () {
  this.timeout(180_000);
  let one: ServingStack;

  const program = (version: number, args: object = {}): Program => {
    const env = { VERSION: String(version), LAST_FOR: "600" };
    const service = { type: "NodePort" as const };
    return { groups: { web: { args: { env, keep: 1, preview: { port: 90 }, service, ...args } } } };
  };
  /** Previews and does it. @returns what it did, which is what the preview had said */
  const change = async (to: Program): Promise<readonly string[]> => {
    const preview = await one.stack.preview(to);
    expect(preview.error, preview.output).to.equal(undefined);
    const result = await one.stack.up(to);
    expectSuccess(result);
    expect(stepsOf(preview)).to.deep.equal(stepsOf(result));
    return stepsOf(result);
  };

  before(async function () {
    const cluster = await requireCluster(this);
    one = await ServingStack.create(cluster, await requireDocker(this), program(1));
  });

  after(() => one?.remove());

  it("can't move to another namespace, and goes on where it is", async () => {
    const elsewhere = `${one.stack.namespace}-2`;
    await one.stack.cluster.mustKubectl(["create", "namespace", elsewhere]);
    try {
      const result = await one.stack.up(program(1, { namespace: elsewhere }));
      expect(result.error ?? "no error").to.contain(
        `namespace: got "${elsewhere}", expected "${one.stack.namespace}"`,
      );
      expect(stepsOf(result)).to.deep.equal([]);
      expect(await change(program(1))).to.deep.equal([]);
      await one.expectVersion("1");
    } finally {
      await one.stack.cluster.mustKubectl(["delete", "namespace", elsewhere, "--wait=false"]);
    }
  });

  it("gets another port at its preview address in place, the first time too", async () => {
    expect(await change(program(1, { preview: { port: 91 } }))).to.deep.equal(["update Service web-preview"]);
    const ports = await one.stack.kubectl(
      "get",
      "service",
      "web-preview",
      "-o",
      "jsonpath={.spec.ports[*].port}",
    );
    expect(ports).to.equal("91");
    expect(await change(program(1))).to.have.length(1);
    await one.expectVersion("1");
  });

  it("gets another number for a named port of a service in place, although the first preview can't tell", async () => {
    const worker = (metrics: number): Program => {
      const ports = { metrics };
      return { ...program(1), services: { worker: { args: { port: 8080, ports, env: { LAST_FOR: "0" } } } } };
    };
    expectSuccess(await one.stack.up(worker(9090)));
    expect((await one.stack.preview(worker(9091))).error ?? "no error").to.contain("Duplicate value");
    const result = await one.stack.up(worker(9091));
    expectSuccess(result);
    expect(stepsOf(result)).to.include("update Service worker-service");
    const ports = await one.stack.kubectl("get", "service", "worker", "-o", "jsonpath={.spec.ports[*].port}");
    expect(ports.split(" ").sort()).to.deep.equal(["8080", "9091"]);
  });

  it("starts a generation that scales by itself with as many replicas as the live one has", async () => {
    const autoscale = { max: 4, cpu: 80 };
    expectSuccess(await one.stack.up(program(2, { autoscale })));
    await one.expectVersion("2");
    const { generation: scaled } = await one.ask();
    await one.stack.kubectl("scale", "deployment", "-l", `dev.anew.generation=${scaled}`, "--replicas=3");
    expectSuccess(await one.stack.up(program(3, { autoscale })));
    await one.expectVersion("3");
    const { generation } = await one.ask();
    expect((await one.stack.generations())[generation]).to.equal(3);
    expect(await one.stack.pods(generation)).to.have.length(3);
  });
});
