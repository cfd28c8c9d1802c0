import { expect } from "chai";
import { healthOfTargets, inFlightTargets } from "../../src/load-balancer/target-health";

const target = (State: string, more: object = {}) =>
  ({ Target: { Id: `10.0.0.${State.length}` }, TargetHealth: { State, ...more } }) as never;

describe("the health of a generation's targets", () => {
  it("is good when all that it has to have are healthy", () => {
    expect(healthOfTargets([target("healthy"), target("healthy")], 2)).to.deep.include({
      healthy: true,
      ready: 2,
      of: 2,
    });
  });

  it("is bad with fewer than it has to have, and says how many there are", () => {
    const health = healthOfTargets([target("healthy")], 2);
    expect(health).to.deep.include({ healthy: false, ready: 1, of: 2, detail: "1 of 2 targets registered" });
    expect(healthOfTargets([], 2).detail).to.equal("no target is registered yet");
  });

  it("is bad with one that fails, and says why in AWS's words", () => {
    const failing = target("unhealthy", {
      Reason: "Target.ResponseCodeMismatch",
      Description: "codes: [500]",
    });
    const health = healthOfTargets([target("healthy"), failing, target("healthy")], 2);
    expect(health.healthy).to.equal(false);
    expect(health.detail).to.equal("10.0.0.9 is unhealthy (Target.ResponseCodeMismatch: codes: [500])");
  });

  it("passes over those that drain: they belong to nobody any more", () => {
    expect(healthOfTargets([target("healthy"), target("draining")], 1).healthy).to.equal(true);
  });

  it("of a stopped generation, or one whose target group is gone, is bad", () => {
    expect(healthOfTargets([], 0).healthy).to.equal(false);
    expect(healthOfTargets(undefined, 1).detail).to.equal("its target group is gone");
  });

  it("counts as in flight what the load balancer has not let go of", () => {
    expect(inFlightTargets([target("draining"), target("healthy"), target("unused")])).to.equal(2);
    expect(inFlightTargets(undefined)).to.equal(0);
  });
});
