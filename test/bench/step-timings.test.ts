import { expect } from "chai";
import { StepTimings } from "./step-timings";

describe("the timings of an update's steps", () => {
  it("are read from what anew local prints, and the gate's wait for health by itself", () => {
    let now = 0;
    const timings = new StepTimings(() => now);
    const at = (milliseconds: number, line: string) => {
      now = milliseconds;
      timings.line(line);
    };
    at(0, " +  docker:index/container:Container web-6f958dc2-0 creating");
    at(500, " +  docker:index/container:Container web-6f958dc2-0 created (0.50s)");
    at(510, " +  pulumi-nodejs:dynamic/anew:Gate web-6f958dc2-gate creating");
    at(
      600,
      "    pulumi-nodejs:dynamic/anew:Gate web-6f958dc2-gate waiting for health 0/2: 0 of 1 ready: L7STS (0 s)",
    );
    at(
      850,
      "    pulumi-nodejs:dynamic/anew:Gate web-6f958dc2-gate waiting for health 1/2: 1 of 1 ready: UP (0 s)",
    );
    at(1100, " +  pulumi-nodejs:dynamic/anew:Gate web-6f958dc2-gate created (0.59s)");
    at(1300, " ~  pulumi-nodejs:dynamic/anew:Switch web-switch updated (0.20s)");
    at(1400, "-- docker:index/container:Container web-0-0 **deleting failed** (0.10s)");
    expect(timings.steps.map(({ did, type, name }) => `${did} ${type} ${name}`)).to.deep.equal([
      "created Container web-6f958dc2-0",
      "created Gate web-6f958dc2-gate",
      "updated Switch web-switch",
    ]);
    expect(timings.secondsOf("created", "Gate")).to.equal(0.59);
    expect(timings.secondsOf("deleted", "Container")).to.equal(0);
    expect(timings.healthSeconds).to.equal(0.5);
  });
});
