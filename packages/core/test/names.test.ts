import { expect } from "chai";
import * as fc from "fast-check";
import { fitName, type NameRule } from "../src/names";

const KUBERNETES: NameRule = { maxLength: 63, allowed: /[a-z0-9-]/, firstLetter: true };
const DOCKER: NameRule = { maxLength: 128, allowed: /[a-zA-Z0-9_.-]/ };
const LOAD_BALANCER: NameRule = { maxLength: 32, allowed: /[a-zA-Z0-9-]/g };
const UPPER: NameRule = { maxLength: 20, allowed: /[A-Z_]/, separator: "_" };
const RULES: readonly NameRule[] = [
  KUBERNETES,
  DOCKER,
  LOAD_BALANCER,
  UPPER,
  { maxLength: 9, allowed: /[a-z]/, separator: "" },
];

describe("names", () => {
  it("joins parts and leaves them alone where the rule allows that", () => {
    expect(fitName(["web", "3f2a91c0"], KUBERNETES)).to.equal("web-3f2a91c0");
    expect(fitName(["my-web", "3f2a91c0"], KUBERNETES)).to.equal("my-web-3f2a91c0");
    expect(fitName(["Orders_Service.v2"], DOCKER)).to.equal("Orders_Service.v2");
  });

  it("keeps names apart that differ only in what is cut", () => {
    const blue = fitName(["OrdersServiceLoadBalancerInProductionBlue"], LOAD_BALANCER);
    const green = fitName(["OrdersServiceLoadBalancerInProductionGreen"], LOAD_BALANCER);
    expect(blue)
      .to.match(/^OrdersServiceLoadBalanc-[a-z0-9]{8}$/)
      .and.to.have.lengthOf(32);
    expect(green)
      .to.match(/^OrdersServiceLoadBalanc-[a-z0-9]{8}$/)
      .and.not.to.equal(blue);
  });

  it("keeps names apart that differ only in what is not allowed", () => {
    const names = ["web", "Web", "WEB", "web!", "web?", "1web", "wéb"].map((part) =>
      fitName([part], KUBERNETES),
    );
    expect(new Set(names)).to.have.lengthOf(names.length);
    expect(names.slice(1)).to.satisfy((all: string[]) =>
      all.every((name) => /^w[eéb-]*-[a-z0-9]{8}$/.test(name)),
    );
  });

  it("keeps parts apart that would be the same when joined", () => {
    expect(fitName(["a-b", "c"], KUBERNETES)).not.to.equal(fitName(["a", "b-c"], KUBERNETES));
    expect(fitName(["a", ""], KUBERNETES)).not.to.equal(fitName(["", "a"], KUBERNETES));
  });

  it("never ends a name with a separator, as given or where it is cut", () => {
    expect(fitName(["web-"], KUBERNETES)).to.match(/^web-[a-z0-9]{8}$/);
    expect(fitName([`${"a".repeat(20)}---${"b".repeat(20)}`], LOAD_BALANCER)).to.match(/^a{20}-[a-z0-9]{8}$/);
  });

  it("takes an allowed character only as a whole", () => {
    expect(fitName(["a.b"], { maxLength: 20, allowed: /[a-z-]*/ })).to.match(/^a-b-[a-z]{9}$/);
    expect(fitName(["a.b"], { maxLength: 20, allowed: /[a-z-]/ })).to.match(/^a-b-[a-z]{9}$/);
  });

  it("says when there is nothing to name, or no room for the hash", () => {
    expect(() => fitName([], KUBERNETES)).to.throw(RangeError, "got no text");
    expect(() => fitName(["", ""], KUBERNETES)).to.throw(RangeError, "got no text");
    expect(() => fitName(["long name"], { maxLength: 7, allowed: /[a-z0-9-]/ })).to.throw(
      RangeError,
      "got a longest name of 7, expected at least 8",
    );
    expect(() => fitName(["é"], { maxLength: 9, allowed: /[0-9-]/ })).to.throw(
      RangeError,
      "allows no letters",
    );
    expect(() => fitName(["a"], { maxLength: 9, allowed: /[a-z]/ })).to.throw(RangeError, 'allows no "-"');
  });

  const part = fc.oneof(
    fc.string({ unit: fc.constantFrom("a", "B", "1", "-", "_", ".", "é", "😀"), maxLength: 8 }),
    fc.string({ unit: "grapheme", maxLength: 200 }),
  );
  const parts = fc
    .array(part, { minLength: 1, maxLength: 4 })
    .filter((list) => list.some((text) => text !== "") && list.every((text) => !/\p{Surrogate}/u.test(text)));
  const rule = fc.constantFrom(...RULES);

  it("fit the length and the alphabet, and start and end with a letter or a digit", () => {
    fc.assert(
      fc.property(parts, rule, (list, { maxLength, allowed, firstLetter, ...rest }) => {
        const name = fitName(list, { maxLength, allowed, firstLetter, ...rest });
        expect(name.length).to.be.within(1, maxLength);
        expect([...name].every((character) => character.search(allowed) === 0)).to.equal(true);
        expect(name).to.match(firstLetter ? /^[A-Za-z]/ : /^[A-Za-z0-9]/);
        expect(name).to.match(/[A-Za-z0-9]$/);
      }),
      { numRuns: 500 },
    );
  });

  it("are different for different lists of equally many parts", () => {
    const pair = fc.integer({ min: 1, max: 3 }).chain((length) => {
      const list = fc.array(
        part.filter((text) => text !== "" && !/\p{Surrogate}/u.test(text)),
        {
          minLength: length,
          maxLength: length,
        },
      );
      return fc.tuple(list, list);
    });
    fc.assert(
      fc.property(pair, rule, ([a, b], which) => {
        expect(fitName(a, which) === fitName(b, which)).to.equal(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 1000 },
    );
  });

  it("are left alone when they are fitted again", () => {
    fc.assert(
      fc.property(parts, rule, (list, which) => {
        const name = fitName(list, which);
        expect(fitName([name], which)).to.equal(name);
      }),
      { numRuns: 500 },
    );
  });
});
