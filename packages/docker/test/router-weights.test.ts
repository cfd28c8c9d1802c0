import { expect } from "chai";
import fc from "fast-check";
import { MAX_WEIGHT, splitOf, weightsOf } from "../src/router/weights";

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Up to four generations with whole percents that sum to 100, some of them 0, and 1 to 16 servers each. */
const splits = fc
  .array(fc.record({ cut: fc.integer({ min: 0, max: 100 }), servers: fc.integer({ min: 1, max: 16 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((list) => {
    const cuts = list
      .slice(1)
      .map(({ cut }) => cut)
      .sort((a, b) => a - b);
    const bounds = [0, ...cuts, 100];
    const names = list.map((_, i) => `g${i}`);
    return {
      split: Object.fromEntries(names.map((name, i) => [name, bounds[i + 1]! - bounds[i]!])),
      servers: Object.fromEntries(names.map((name, i) => [name, list[i]!.servers])),
    };
  });

describe("the weights of a split", () => {
  it("are whole numbers from 0 to 256, one for each server", () => {
    fc.assert(
      fc.property(splits, ({ split, servers }) => {
        for (const [name, weights] of Object.entries(weightsOf(split, servers))) {
          expect(weights).to.have.length(servers[name]!);
          for (const weight of weights)
            expect(Number.isInteger(weight) && weight >= 0 && weight <= MAX_WEIGHT).to.equal(true);
        }
      }),
    );
  });

  it("are 0 for exactly the generations without a share", () => {
    fc.assert(
      fc.property(splits, ({ split, servers }) => {
        for (const [name, weights] of Object.entries(weightsOf(split, servers))) {
          expect(sum(weights) > 0).to.equal(split[name]! > 0);
        }
      }),
    );
  });

  it("are even within a generation", () => {
    fc.assert(
      fc.property(splits, ({ split, servers }) => {
        for (const weights of Object.values(weightsOf(split, servers))) {
          expect(Math.max(...weights) - Math.min(...weights)).to.be.at.most(1);
        }
      }),
    );
  });

  it("give each generation its share, within one percent", () => {
    fc.assert(
      fc.property(splits, ({ split, servers }) => {
        const weights = weightsOf(split, servers);
        const total = sum(Object.values(weights).flat());
        for (const [name, list] of Object.entries(weights)) {
          expect((sum(list) * 100) / total).to.be.closeTo(split[name]!, 1);
        }
      }),
    );
  });

  it("are read back as whole percents that sum to 100, each within two of what was asked for", () => {
    fc.assert(
      fc.property(splits, ({ split, servers }) => {
        const read = splitOf(weightsOf(split, servers));
        expect(sum(Object.values(read))).to.equal(100);
        for (const [name, share] of Object.entries(split)) {
          expect(read[name] ?? 0).to.be.closeTo(share, 2);
          expect(name in read).to.equal(share > 0);
        }
      }),
    );
  });

  it("are the largest when one generation has everything", () => {
    expect(weightsOf({ blue: 100 }, { blue: 2, green: 3 })).to.deep.equal({
      blue: [256, 256],
      green: [0, 0, 0],
    });
  });

  it("leave some servers of a small generation without any beside a large one", () => {
    expect(weightsOf({ big: 99, small: 1 }, { big: 1, small: 4 })).to.deep.equal({
      big: [256],
      small: [1, 1, 1, 0],
    });
  });

  it("are at least one for a share that is too small for a whole number", () => {
    expect(weightsOf({ big: 99.9, small: 0.1 }, { big: 1, small: 2 })).to.deep.equal({
      big: [256],
      small: [1, 0],
    });
  });

  it("make no split when there are none", () => {
    expect(weightsOf({}, { blue: 2 })).to.deep.equal({ blue: [0, 0] });
    expect(splitOf({ blue: [0, 0] })).to.deep.equal({});
  });
});
