import { expect } from "chai";
import fc from "fast-check";
import { ignoreChanges } from "../src/deploy/ignore-changes";
import {
  annotateSecrets,
  diffMaps,
  formatPath,
  type PropertyMap,
  parsePath,
  Secret,
  UNKNOWN,
} from "../src/values";
import { fromWire, toWire } from "../src/values/wire";

describe("property paths", () => {
  it("parse names, indices, quoted names and wildcards", () => {
    expect(parsePath('a.b[0]["c d"][*].e')).to.deep.equal(["a", "b", 0, "c d", "*", "e"]);
    expect(parsePath('["a \\"b\\""]')).to.deep.equal(['a "b"']);
    expect(() => parsePath("a[0")).to.throw("closing bracket");
    expect(() => parsePath("a[x]")).to.throw("no index");
  });

  it("read back what they print", () => {
    const element = fc.oneof(
      fc.string({ minLength: 1 }).filter((text) => !/^\*$|\\/.test(text)),
      fc.nat(),
    );
    const path = fc.array(element, { minLength: 1 });
    fc.assert(
      fc.property(path, (elements) => {
        expect(parsePath(formatPath(elements))).to.deep.equal(elements);
      }),
    );
  });
});

describe("the wire format", () => {
  it("gives back every value that was sent with everything understood", () => {
    const json = fc
      .jsonValue({ maxDepth: 4 })
      .filter((value) => !JSON.stringify(value).includes("__proto__"));
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
          json,
        ),
        (map) => {
          const sent = map as PropertyMap;
          expect(fromWire(toWire(sent, { secrets: true, unknowns: true }))).to.deep.equal(sent);
        },
      ),
    );
  });

  it("opens secrets for a receiver that does not know them, and leaves unknown values out", () => {
    const map = { s: new Secret({ x: new Secret(1) }), u: UNKNOWN };
    expect(toWire(map, {})).to.deep.equal({ s: { x: 1 } });
    expect(fromWire(toWire(map, { secrets: true, unknowns: true }))).to.deep.equal(map);
  });
});

describe("secrets of a provider that does not know them", () => {
  it("come back to outputs of the same name, deep inside objects, and to whole lists", () => {
    const given = { a: new Secret("x"), o: { in: new Secret(1), out: 2 }, l: [1, new Secret(2)] };
    const outputs = { a: "x", o: { in: 1, out: 2 }, l: [1, 2], other: "x" };
    expect(annotateSecrets(outputs, given)).to.deep.equal({
      a: new Secret("x"),
      o: { in: new Secret(1), out: 2 },
      l: new Secret([1, 2]),
      other: "x",
    });
  });
});

describe("ignored changes", () => {
  it("take the old values back, drop what was not there, and keep an old secret secret", () => {
    const olds = { a: new Secret("old"), list: [1, 2], deep: { x: 1 } };
    const news = { a: "new", added: true, list: [3, 4], deep: { x: 2, y: 3 } };
    const paths = ["a", "added", "list[1]", "deep.x"];
    expect(ignoreChanges(news, olds, paths)).to.deep.equal({
      inputs: { a: new Secret("old"), list: [3, 2], deep: { x: 1, y: 3 } },
      failed: [],
    });
    expect(ignoreChanges(news, olds, ["*"]).inputs).to.deep.equal(olds);
    expect(ignoreChanges({}, olds, ["*"]).inputs).to.deep.equal(olds);
  });

  it("fail where the path leads into something added or removed", () => {
    expect(ignoreChanges({ list: [1] }, { list: [1, 2] }, ["list[1]"]).failed).to.deep.equal(["list[1]"]);
    expect(ignoreChanges({}, { deep: { x: 1 } }, ["deep.x"]).failed).to.deep.equal(["deep.x"]);
  });
});

describe("the engine's own diff", () => {
  it("names the innermost places and takes null for absent", () => {
    const changes = diffMaps({ a: 1, o: { x: 1, n: null }, l: [1, 2] }, { b: 1, o: { x: 2 }, l: [1] });
    expect(changes.map(({ path, kind }) => `${kind} ${formatPath(path)}`)).to.deep.equal([
      "delete a",
      "add b",
      "delete l[1]",
      "update o.x",
    ]);
  });
});
