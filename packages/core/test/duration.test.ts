import { expect } from "chai";
import * as fc from "fast-check";
import { formatDuration, MAX_DURATION_MS, parseDuration } from "../src/duration";

describe("duration", () => {
  it("reads a number, a space and a unit in singular or plural", () => {
    const texts = [
      "1 second",
      "500 milliseconds",
      "1 millisecond",
      "2 minutes",
      "1.5 hours",
      "0 seconds",
      "1 hours",
    ];
    expect(texts.map(parseDuration)).to.deep.equal([1000, 500, 1, 120_000, 5_400_000, 0, 3_600_000]);
  });

  it("reads decimals exactly, where floating point would be off", () => {
    expect(parseDuration("1.1 hours")).to.equal(3_960_000);
    expect(parseDuration("0.001 seconds")).to.equal(1);
  });

  for (const text of [
    "",
    "5",
    "10s",
    "-1 seconds",
    "NaN seconds",
    "1e3 seconds",
    "1 day",
    "1  second",
    "1 second ",
    "1 SECOND",
    ". seconds",
  ]) {
    it(`refuses ${JSON.stringify(text)} and says what is allowed`, () => {
      expect(() => parseDuration(text)).to.throw(
        RangeError,
        `got ${JSON.stringify(text)}, expected a number, one space and "milliseconds", "seconds", "minutes" or "hours"`,
      );
    });
  }

  it("offers the right form of a common short form", () => {
    expect(() => parseDuration("10s")).to.throw('; write "10 seconds"');
    expect(() => parseDuration("1m")).to.throw('; write "1 minute"');
    expect(() => parseDuration("1.5h")).to.throw('; write "1.5 hours"');
    expect(() => parseDuration("200ms")).to.throw('; write "200 milliseconds"');
  });

  it("refuses what is finer than a millisecond", () => {
    expect(() => parseDuration("0.0005 seconds")).to.throw("expected a whole number of milliseconds");
  });

  it("refuses what Node's timers would turn into a millisecond", () => {
    expect(parseDuration("576 hours")).to.be.below(MAX_DURATION_MS);
    expect(() => parseDuration("600 hours")).to.throw('expected at most 24 days ("576 hours")');
    expect(() => parseDuration("9999999999999999 hours")).to.throw("expected at most 24 days");
  });

  it("writes the largest unit that divides it", () => {
    const written = [0, 1, 250, 1000, 1500, 90_000, 60_000, 7_200_000].map(formatDuration);
    expect(written).to.deep.equal([
      "0 milliseconds",
      "1 millisecond",
      "250 milliseconds",
      "1 second",
      "1500 milliseconds",
      "90 seconds",
      "1 minute",
      "2 hours",
    ]);
  });

  it("reads back what it wrote", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: MAX_DURATION_MS }),
        (ms) => parseDuration(formatDuration(ms)) === ms,
      ),
    );
  });

  it("writes no fraction, no negative and no infinity", () => {
    for (const ms of [0.5, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => formatDuration(ms)).to.throw(RangeError, `got ${ms} milliseconds`);
    }
  });
});
