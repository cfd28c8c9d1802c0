import { expect } from "chai";
import * as fc from "fast-check";
import { fingerprint } from "../src/fingerprint";

describe("fingerprint", () => {
  it("is the same for the same salt, name and value", () => {
    expect(fingerprint("salt", "secretEnv.A", "hunter2")).to.equal(
      fingerprint("salt", "secretEnv.A", "hunter2"),
    );
    expect(fingerprint("salt", "secretEnv.A", "hunter2")).to.match(/^[0-9a-f]{64}$/);
  });

  it("changes with the salt, the name and the value, and never by moving a byte between the two", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", ":", "1", "ä"), minLength: 1, maxLength: 3 });
    const triple = fc.tuple(text, text, text);
    fc.assert(
      fc.property(triple, triple, (a, b) => {
        expect(fingerprint(...a) === fingerprint(...b)).to.equal(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 500 },
    );
  });

  it("does not hold the value", () => {
    expect(fingerprint("salt", "secretEnv.A", "beef")).not.to.include("beef");
  });

  it("refuses an empty salt, with which anyone could test guesses", () => {
    expect(() => fingerprint("", "a", "b")).to.throw(RangeError, "empty salt");
  });

  it("refuses text that has no UTF-8, without showing it", () => {
    expect(() => fingerprint("s", "secretEnv.A", "hunter2\ud800"))
      .to.throw(TypeError, "secretEnv.A holds half a surrogate pair")
      .with.property("message")
      .that.does.not.include("hunter2");
  });
});
