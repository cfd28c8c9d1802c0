import { runInNewContext } from "node:vm";
import { expect } from "chai";
import * as fc from "fast-check";
import { canonicalJson, type Json } from "../src/canonical-json";

describe("canonical JSON", () => {
  it("sorts keys by UTF-16 units at every depth and leaves out white space", () => {
    expect(canonicalJson({ b: 1, a: { d: [2, { z: 0, y: null }], c: true } })).to.equal(
      '{"a":{"c":true,"d":[2,{"y":null,"z":0}]},"b":1}',
    );
  });

  it("writes the example of RFC 8785, section 3.2.3, in its order", () => {
    const keys = ["\u20ac", "\r", "\ufb33", "1", "\ud83d\ude00", "\u0080", "\u00f6"];
    const written = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(Object.keys(JSON.parse(written))).to.have.members(keys);
    expect(written).to.equal('{"\\r":0,"1":0,"\u0080":0,"\u00f6":0,"\u20ac":0,"\ud83d\ude00":0,"\ufb33":0}');
  });

  it("writes numbers as RFC 8785, section 3.2.2.3, does", () => {
    expect(canonicalJson([Number("333333333.33333329"), 1e30, 4.5, 2e-3, 1e-27, -0])).to.equal(
      "[333333333.3333333,1e+30,4.5,0.002,1e-27,0]",
    );
  });

  it("drops members that are undefined", () => {
    expect(canonicalJson({ a: undefined, b: 1 })).to.equal('{"b":1}');
  });

  it("keeps a key called __proto__", () => {
    expect(canonicalJson(JSON.parse('{"__proto__":{"a":1}}') as Json)).to.equal('{"__proto__":{"a":1}}');
  });

  it("takes plain objects of another realm", () => {
    expect(canonicalJson(runInNewContext("({ b: [1], a: {} })") as Json)).to.equal('{"a":{},"b":[1]}');
  });

  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  const refused: [what: string, value: unknown, message: string][] = [
    ["NaN", { a: [Number.NaN] }, "got NaN at a[0]"],
    ["an infinity", { a: Number.NEGATIVE_INFINITY }, "got -Infinity at a"],
    ["undefined in an array", { a: [1, undefined] }, "got undefined at a[1]"],
    ["a hole in an array", { a: new Array(1) }, "got undefined at a[0]"],
    ["undefined", undefined, "got undefined at the top"],
    ["a date", { at: new Date(0) }, "got a Date at at"],
    ["a map", { a: { "b c": new Map() } }, 'got a Map at a["b c"]'],
    ["a function", [() => 1], "got a function at [0]"],
    ["a bigint", { a: 1n }, "got a bigint at a"],
    ["half a surrogate pair", { a: "x\ud800" }, "got half a surrogate pair at a"],
    ["half a surrogate pair in a key", { "\udc00": 1 }, "got half a surrogate pair at"],
    ["a cycle", cyclic, "got an object that contains itself at self"],
  ];
  for (const [what, value, message] of refused) {
    it(`refuses ${what} and names the place`, () => {
      expect(() => canonicalJson(value as Json)).to.throw(TypeError, message);
    });
  }

  it("takes one object at two places, which is no cycle", () => {
    const shared = { a: 1 };
    expect(canonicalJson({ x: shared, y: shared })).to.equal('{"x":{"a":1},"y":{"a":1}}');
  });

  const json = fc.jsonValue({ maxDepth: 5 }) as fc.Arbitrary<Json>;

  it("does not depend on the order of keys", () => {
    fc.assert(fc.property(json, (value) => canonicalJson(reversed(value)) === canonicalJson(value)));
  });

  it("parses back to the same value", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).to.deep.equal(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("gives different texts for different values", () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(canonicalJson(a) === canonicalJson(b)).to.equal(sameJson(a, b));
      }),
    );
  });
});

/** The same value with its keys put in the other way round. */
function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member as Json)]),
  );
}

function sameJson(a: Json, b: Json): boolean {
  try {
    expect(JSON.parse(JSON.stringify(a))).to.deep.equal(JSON.parse(JSON.stringify(b)));
    return true;
  } catch {
    return false;
  }
}
