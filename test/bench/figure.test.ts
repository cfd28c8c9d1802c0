import { expect } from "chai";
import { type Figure, isMissed, ratioOf, sample } from "./figure";
import { table } from "./table";

describe("the bench's figures", () => {
  it("are medians with their spread", () => {
    expect(sample([3, 1, 2])).to.deep.equal({ median: 2, low: 1, high: 3, runs: 3 });
    expect(sample([4, 1, 2, 3])).to.deep.equal({ median: 2.5, low: 1, high: 4, runs: 4 });
    expect(() => sample([])).to.throw(RangeError);
  });

  it("relate to their peer's median, unless that is nothing", () => {
    const figure = { name: "p99", unit: "ms" as const, measured: sample([3]) };
    expect(ratioOf(figure)).to.equal(undefined);
    expect(ratioOf({ ...figure, peer: { name: "quiet", measured: sample([2]) } })).to.equal(1.5);
    expect(ratioOf({ ...figure, peer: { name: "quiet", measured: sample([0]) } })).to.equal(undefined);
  });

  it("stand in a table with the peer beside them", () => {
    const peer = { name: "the same load without", measured: sample([2, 4]) };
    const lines = table([
      {
        name: "p99",
        unit: "ms",
        measured: sample([3, 3.25, 9]),
        peer,
        wanted: { most: 1.1, of: "the ratio" },
      },
    ]);
    expect(lines.split("\n")).to.deep.equal([
      "| figure | measured          | peer                                  | ratio | wanted  |",
      "| ------ | ----------------- | ------------------------------------- | ----- | ------- |",
      "| p99    | 3.25 ms (3–9, 3×) | the same load without: 3 ms (2–4, 2×) | 1.08  | ≤ 1.1 × |",
    ]);
  });

  it("miss their target by the value, by what is beyond the peer's, or by the ratio", () => {
    const figure: Figure = {
      name: "up",
      unit: "ms",
      measured: sample([30]),
      peer: { name: "alone", measured: sample([20]) },
    };
    const missed = (wanted: Figure["wanted"]) => isMissed({ ...figure, ...(wanted ? { wanted } : {}) });
    expect(missed(undefined)).to.equal(false);
    expect([missed({ most: 30 }), missed({ most: 29 })]).to.deep.equal([false, true]);
    const beyond = "the value beyond the peer's";
    expect([missed({ most: 10, of: beyond }), missed({ most: 9, of: beyond })]).to.deep.equal([false, true]);
    expect([missed({ most: 1.5, of: "the ratio" }), missed({ most: 1.4, of: "the ratio" })]).to.deep.equal([
      false,
      true,
    ]);
    const { peer: _, ...lone } = figure;
    expect(isMissed({ ...lone, wanted: { most: 2, of: "the ratio" } })).to.equal(true);
  });
});
