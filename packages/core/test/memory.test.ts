import { expect } from "chai";
import * as fc from "fast-check";
import { formatMemory, parseMemory } from "../src/memory";

describe("memory", () => {
  it("reads a number, a space and a binary unit", () => {
    expect(["256 MiB", "1 GiB", "512 KiB", "0.5 GiB"].map(parseMemory)).to.deep.equal([
      268_435_456, 1_073_741_824, 524_288, 536_870_912,
    ]);
  });

  for (const text of ["256", "256MiB", "256 MB", "-1 MiB", "256 mib", "1 TiB"]) {
    it(`refuses ${JSON.stringify(text)} and says what is allowed`, () => {
      expect(() => parseMemory(text)).to.throw(
        RangeError,
        `got ${JSON.stringify(text)}, expected a number, one space and "KiB", "MiB" or "GiB", such as "256 MiB"`,
      );
    });
  }

  it("offers the right form of a common short form", () => {
    for (const text of ["256m", "256Mi", "256MiB", "256M"]) {
      expect(() => parseMemory(text)).to.throw('; write "256 MiB"');
    }
  });

  it("refuses a part of a KiB", () => {
    expect(() => parseMemory("0.5 KiB")).to.throw("expected a whole number of KiB");
    expect(() => parseMemory("0.0001 MiB")).to.throw("expected a whole number of KiB");
  });

  it("writes one amount in one way", () => {
    expect(
      ["0.25 GiB", "256 MiB", "262144 KiB"].map((text) => formatMemory(parseMemory(text))),
    ).to.deep.equal(["256 MiB", "256 MiB", "256 MiB"]);
  });

  it("reads back what it wrote", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 30 }),
        (kib) => parseMemory(formatMemory(kib * 1024)) === kib * 1024,
      ),
    );
  });
});
