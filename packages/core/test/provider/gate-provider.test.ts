import { expect } from "chai";
import { gateProvider } from "../../src/provider/gate-provider";
import { VirtualClock } from "../swap/virtual-clock";
import { FakePlatform, gateInputs, Said } from "./fake-platform";

function setUp() {
  const platform = new FakePlatform();
  platform.running.add("new");
  const clock = new VirtualClock();
  const said = new Said();
  return {
    platform,
    clock,
    said,
    gate: gateProvider(platform, { clock, progress: () => said, commit: async () => undefined }),
  };
}

async function failing(clock: VirtualClock, work: Promise<unknown>): Promise<Error> {
  const outcome = await clock.run(work);
  expect(outcome).to.have.property("error");
  return (outcome as { error: Error }).error;
}

describe("gate", () => {
  it("is created only after as many healthy looks in a row as asked, one each interval", async () => {
    const { platform, clock, gate } = setUp();
    platform.router.healthy.add("new");
    platform.looks = [false, true, true, false, true, true, true];
    const outcome = await clock.run(gate.create(gateInputs("new")));
    expect(outcome).to.have.property("value");
    expect(platform.looks).to.deep.equal([]);
    expect(clock.now()).to.equal(6_000);
    expect(platform.calls).to.deep.equal(["join new", "preview new"]);
  });

  it("fails at its timeout with the router's reason and the container's, and takes the generation out", async () => {
    const { platform, clock, gate } = setUp();
    const error = await failing(clock, gate.create(gateInputs("new")));
    expect(error.message)
      .to.contain("did not become healthy within 10 s")
      .and.to.contain("L7STS/500")
      .and.to.contain("exit code 1");
    expect(platform.calls).to.deep.equal(["join new", "leave new"]);
  });

  it("starts a generation that does not run, as one that was being deleted when an update was cut off", async () => {
    const { platform, clock, gate } = setUp();
    platform.running.delete("new");
    expect(await clock.run(gate.create(gateInputs("new")))).to.have.property("value");
    expect(platform.calls).to.deep.equal(["start new", "join new", "preview new"]);
  });

  it("is replaced by another physical identity, and by nothing else", async () => {
    const { gate } = setUp();
    const olds = gateInputs("new");
    const diff = (news: object) => gate.diff?.("id", olds, news);
    expect(await diff({ ...olds, identity: { name: "other" } })).to.deep.include({ replaces: ["identity"] });
    expect(await diff(olds)).to.deep.equal({ changes: false });
    expect(await diff({ ...olds, drainTimeoutMs: 1 })).to.deep.equal({ changes: true });
  });

  it("records settings at an update and never drains", async () => {
    const { platform, gate } = setUp();
    const result = await gate.update?.("id", gateInputs("new"), gateInputs("new", { drainTimeoutMs: 1 }));
    expect(result?.outs).to.deep.include({ drainTimeoutMs: 1 });
    expect(platform.calls).to.deep.equal([]);
  });

  it("drains when it is deleted: waits for the requests in flight, then leaves", async () => {
    const { platform, clock, said, gate } = setUp();
    platform.inFlight.set("old", 2);
    void clock.sleep(1_050).then(() => platform.inFlight.set("old", 0));
    await clock.run(gate.delete?.("id", gateInputs("old")) as Promise<void>);
    expect(clock.now()).to.equal(1_100);
    expect(platform.calls).to.deep.equal(["leave old"]);
    expect(said.warnings).to.deep.equal([]);
  });

  it("goes on at the drain's timeout and says how many requests it cut off", async () => {
    const { platform, clock, said, gate } = setUp();
    platform.inFlight.set("old", 3);
    await clock.run(gate.delete?.("id", gateInputs("old")) as Promise<void>);
    expect(clock.now()).to.equal(5_000);
    expect(said.warnings.join()).to.contain("3 requests of old are cut off");
    expect(platform.calls).to.deep.equal(["leave old"]);
  });

  it("counts as drained when the platform is gone", async () => {
    const { platform, clock, said, gate } = setUp();
    platform.unreachable = true;
    expect(await clock.run(gate.delete?.("id", gateInputs("old")) as Promise<void>)).to.have.property(
      "value",
    );
    expect(said.warnings.join()).to.contain("counts as drained");
  });

  it("refuses to take away a generation that receives traffic", async () => {
    const { platform, clock, gate } = setUp();
    platform.router.moveByHand({ old: 100 });
    const error = await failing(clock, gate.delete?.("id", gateInputs("old")) as Promise<void>);
    expect(error.message).to.contain("receives traffic");
    expect(platform.calls).to.deep.equal([]);
  });

  it("refuses it as well where only the router's own refusal tells, because it could not be read", async () => {
    const { platform, clock, gate } = setUp();
    platform.router.moveByHand({ old: 100 });
    platform.router.faults = ["fail"];
    const error = await failing(clock, gate.delete?.("id", gateInputs("old")) as Promise<void>);
    expect(error.message).to.contain("old still receives traffic");
  });

  it("lets go of what was made anew under the same id, although that id receives traffic", async () => {
    const { platform, clock, gate } = setUp();
    platform.router.moveByHand({ old: 100 });
    platform.replaced.add("old");
    expect(await clock.run(gate.delete?.("id", gateInputs("old")) as Promise<void>)).to.have.property(
      "value",
    );
    expect(platform.calls).to.deep.equal([]);
  });

  it("fails at its timeout although the platform never answers how the generation is, nor why", async () => {
    const { platform, clock, gate } = setUp();
    platform.hangs = new Set(["health", "explain"]);
    const error = await failing(clock, gate.create(gateInputs("new")));
    expect(error.message).to.contain('the router did not answer "health" within 10 s');
    expect(error.message).to.contain('the platform did not answer "explain" within 30 s');
    expect(clock.now()).to.equal(40_000);
    expect(platform.calls).to.deep.equal(["join new", "leave new"]);
  });

  it("says what the looks before have found when the last ones get no answer", async () => {
    const { platform, clock, gate } = setUp();
    void clock.sleep(4_500).then(() => {
      platform.hangs = new Set(["health"]);
    });
    const error = await failing(clock, gate.create(gateInputs("new")));
    expect(error.message)
      .to.contain('did not answer "health"')
      .and.to.contain("before that 0 of 1 ready: L7STS/500");
  });

  it("fails with a platform that never lets it in, or never attaches the generation", async () => {
    for (const call of ["open", "join"]) {
      const { platform, clock, gate } = setUp();
      platform.hangs.add(call);
      const error = await failing(clock, gate.create(gateInputs("new")));
      expect(error.message).to.equal(`the platform did not answer "${call}" within 120 s`);
    }
  });

  it("counts as drained at the timeout when the router never answers how many are in flight", async () => {
    const { platform, clock, said, gate } = setUp();
    platform.hangs.add("inFlight");
    await clock.run(gate.delete?.("id", gateInputs("old")) as Promise<void>);
    expect(clock.now()).to.equal(5_000);
    expect(said.warnings.join()).to.contain('did not answer "inFlight" within 5 s');
    expect(platform.calls).to.deep.equal(["leave old"]);
  });

  it("keeps the history of a service without a switch", async () => {
    const { platform, clock, gate } = setUp();
    platform.routed = false;
    platform.router.healthy.add("new");
    const release = { id: "new", spec: {} as never, shape: [], image: "i", identity: { name: "new" } };
    const log = [{ id: "old", at: "2026-01-01T00:00:00.000Z", outcome: "released" as const, seconds: 1 }];
    const outcome = await clock.run(gate.create(gateInputs("new", { release, log })));
    const { outs } = (outcome as { value: { outs: { history: { released: object[]; log: object[] } } } })
      .value;
    expect(outs.history.released).to.have.length(1);
    expect(outs.history.released[0]).to.deep.include(release);
    expect(outs.history.log[1]).to.deep.equal(log[0]);
  });
});
