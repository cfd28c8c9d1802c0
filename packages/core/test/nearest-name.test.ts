import { expect } from "chai";
import * as fc from "fast-check";
import { editDistance, nearestName } from "../src/nearest-name";

describe("nearest name", () => {
  const known = ["image", "port", "ports", "env", "secretEnv", "healthCheck", "gracePeriod"];

  it("finds what was misspelled, regardless of case", () => {
    const misspelled = ["imgae", "Port", "HEALTHCHEK", "helthCheck", "secretEnvs", "grace_period", "evn"];
    expect(misspelled.map((name) => nearestName(name, known))).to.deep.equal([
      "image",
      "port",
      "healthCheck",
      "healthCheck",
      "secretEnv",
      "gracePeriod",
      "env",
    ]);
  });

  it("finds what was cut short", () => {
    expect(["grace", "health", "secr"].map((name) => nearestName(name, known))).to.deep.equal([
      "gracePeriod",
      "healthCheck",
      "secretEnv",
    ]);
  });

  it("finds nothing for what is like no name", () => {
    expect(["x", "volumes", "", "restartPolicy"].map((name) => nearestName(name, known))).to.deep.equal(
      Array(4).fill(undefined),
    );
  });

  it("counts letters to insert, remove, replace or swap", () => {
    const pairs = [
      ["", ""],
      ["", "abc"],
      ["abc", "ab"],
      ["abc", "axc"],
      ["abc", "acb"],
      ["kitten", "sitting"],
    ] as const;
    expect(pairs.map(([a, b]) => editDistance(a, b))).to.deep.equal([0, 3, 1, 1, 1, 3]);
  });

  it("is a distance: the same both ways, 0 only for equal texts, never above the longer one", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).to.equal(editDistance(b, a)).and.to.be.at.most(Math.max(a.length, b.length));
        expect(distance === 0).to.equal(a === b);
      }),
    );
  });
});
