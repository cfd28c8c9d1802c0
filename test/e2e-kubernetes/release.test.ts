import { expect } from "chai";
import { type Cluster, requireCluster } from "../cluster";
import { expectSuccess, stepsOf } from "../e2e/support/steps";
import { ask, Traffic } from "../e2e/support/traffic";
import { requireDocker, waitFor } from "../setup";
import type { Program } from "./support/programs";
import { KubernetesStack } from "./support/stack";

describe("a BlueGreenGroup's releases in a cluster", function () {
  this.timeout(600_000);
  let cluster: Cluster;
  let stack: KubernetesStack;
  let traffic: Traffic;
  let url: string;
  /** Ids of generations, and what the test calls them. */
  const names: Record<string, string> = {};

  const program = (env: Record<string, string>, args: object = {}): Program => ({
    groups: { web: { args: { env, keep: 1, replicas: 2, service: { type: "NodePort" }, ...args } } },
  });
  /** Who answers to a new connection; nodes follow a selector within a moment. */
  const live = async (name: string): Promise<string> => {
    let answer = await ask(url);
    await waitFor(async () => {
      answer = await ask(url);
      names[answer.generation] ??= name;
      return names[answer.generation] === name;
    }, 10_000);
    return `${names[answer.generation]} ${answer.version}`;
  };
  const created = (name: string): string[] => [
    `create Generation web-${name}`,
    `create Secret web-${name}-secrets`,
    `create Deployment web-${name}`,
    `create Service web-${name}`,
    `create PodDisruptionBudget web-${name}`,
    `create Gate web-${name}-gate`,
    "update Switch web-switch",
  ];

  before(async function () {
    cluster = await requireCluster(this);
    stack = await KubernetesStack.create(cluster, await requireDocker(this));
    const first = await stack.up(program({ VERSION: "1" }));
    expectSuccess(first);
    url = await stack.url("web");
    expect(await live("v1")).to.equal("v1 1");
    traffic = await Traffic.start(url);
  });

  after(async () => {
    await traffic?.stop();
    await stack?.remove();
  });

  afterEach(() => void traffic.expectNoFailures());

  it("does nothing when nothing has changed", async () => {
    const result = await stack.up(program({ VERSION: "1" }));
    expectSuccess(result);
    expect(stepsOf(result)).to.deep.equal([]);
  });

  it("makes a whole generation for one changed environment variable, then moves the traffic", async () => {
    const before = await stack.pods();
    const result = await stack.up(program({ VERSION: "2" }));
    expectSuccess(result);
    expect(await live("v2")).to.equal("v2 2");
    expect([...stepsOf(result, names)].sort()).to.deep.equal([...created("v2")].sort());
    expect(stepsOf(result, names).slice(-2)).to.deep.equal(created("v2").slice(-2));
    expect(await stack.pods(), "nothing that ran was touched").to.include.members([...before]);
  });

  it("rolls back by moving the traffic, as its preview says, and creates nothing", async () => {
    const steps = ["update Switch web-switch"];
    const before = await stack.pods();
    expect(stepsOf(await stack.preview(program({ VERSION: "1" })))).to.deep.equal(steps);
    expect(await live("v2")).to.equal("v2 2");
    const result = await stack.up(program({ VERSION: "1" }));
    expectSuccess(result);
    expect(await live("v1")).to.equal("v1 1");
    expect(stepsOf(result)).to.deep.equal(steps);
    expect(await stack.pods()).to.deep.equal(before);
  });

  it("makes a whole generation for a changed secret, and deletes the oldest when it is drained", async () => {
    const result = await stack.up(program({ VERSION: "1" }), { secret: "s3cret-two" });
    expectSuccess(result);
    expect(await live("v1 with secret two")).to.equal("v1 with secret two 1");
    const deleted = stepsOf(result, names).filter((step) => step.startsWith("delete"));
    expect(deleted[0]).to.equal("delete Gate web-v2-gate");
    expect(deleted).to.include.members(["delete Deployment web-v2", "delete Secret web-v2-secrets"]);
    await waitFor(async () => !("v2" in named(await stack.generations())), 60_000);
    expect(Object.keys(named(await stack.generations())).sort()).to.deep.equal(["v1", "v1 with secret two"]);
  });

  it("leaves what serves untouched when a release never becomes healthy, and says why", async () => {
    const before = await stack.pods();
    const healthCheck = { path: "/healthz", timeout: "8 seconds" };
    const bad = program({ VERSION: "3", BAD: "1" }, { healthCheck });
    const result = await stack.up(bad, { secret: "s3cret-two" });
    expect(result.exitCode).not.to.equal(0);
    expect(result.error).to.match(/generation ([0-9a-f]{8}) did not become healthy within 8 s/);
    expect(result.error).to.contain("500");
    const failed = /generation ([0-9a-f]{8})/.exec(result.error as string)?.[1] as string;
    names[failed] = "v3";
    expect(stepsOf(result, names)).not.to.include("update Switch web-switch");
    expect(await live("v1 with secret two")).to.equal("v1 with secret two 1");
    expect(await stack.pods()).to.include.members([...before]);
  });

  it("removes only the failed generation when the program goes back to what serves", async () => {
    const result = await stack.up(program({ VERSION: "1" }), { secret: "s3cret-two" });
    expectSuccess(result);
    const steps = stepsOf(result, names);
    expect(steps).to.include("delete Deployment web-v3");
    expect(
      steps.every((step) => /^delete \w+ web-v3/.test(step)),
      steps.join("\n"),
    ).to.equal(true);
    expect(await live("v1 with secret two")).to.equal("v1 with secret two 1");
  });

  it("records what was released, in order, and no secret", async () => {
    const { web } = (await stack.outputs()) as {
      web: { history: { released: { id: string }[]; log: { id: string; outcome: string }[] } };
    };
    expect(web.history.released.map(({ id }) => names[id])).to.deep.equal(["v1 with secret two", "v1"]);
    expect(web.history.log.map(({ id, outcome }) => `${outcome} ${names[id]}`)).to.deep.equal([
      "released v1 with secret two",
      "rolled back v1",
      "released v2",
      "released v1",
    ]);
    expect(JSON.stringify(web.history)).not.to.contain("s3cret");
  });

  it("takes everything away with the stack", async () => {
    await traffic.stopWithoutFailures();
    expectSuccess(await stack.destroy(program({ VERSION: "1" }), { secret: "s3cret-two" }));
    await waitFor(async () => (await stack.objects()).length === 0, 60_000);
    expect(await stack.objects()).to.deep.equal([]);
  });

  function named(generations: Readonly<Record<string, number>>): Record<string, number> {
    return Object.fromEntries(
      Object.entries(generations).map(([id, replicas]) => [names[id] ?? id, replicas]),
    );
  }
});
