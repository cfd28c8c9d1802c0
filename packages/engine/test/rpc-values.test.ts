import { expect } from "chai";
import { fromStruct, toStruct } from "../src/rpc/struct";
import { propertiesToJson, showSecrets } from "../src/state/property-json";
import { Archive, Asset, ByteString, OutputValue, type PropertyMap } from "../src/values";
import { SIGNATURE_KEY, SIGNATURES, toWire, valueFromWire } from "../src/values/wire";

const EVERYTHING = { secrets: true, unknowns: true, resources: true, outputs: true };

describe("values on the wire", () => {
  it("of the name __proto__ touch no prototype, and stay in a state", () => {
    const odd = JSON.parse('{"__proto__":{"polluted":true},"x":{"__proto__":1}}') as PropertyMap;
    const back = fromStruct(toStruct(odd, EVERYTHING));
    expect(({} as { polluted?: boolean }).polluted).to.equal(undefined);
    expect(Object.getPrototypeOf(back)).to.equal(Object.prototype);
    const json = propertiesToJson(odd, showSecrets);
    expect(JSON.stringify(json)).to.equal('{"__proto__":{"polluted":true},"x":{"__proto__":1}}');
  });

  it("keep bytes that are no text", () => {
    const map = { bytes: new ByteString("/w==") };
    expect(fromStruct(toStruct(map, EVERYTHING))).to.deep.equal(map);
  });

  it("are files' hashes alone, where that is enough", () => {
    const members = { x: new Asset({ text: "x", hash: "2" }) };
    const map = {
      asset: new Asset({ text: "t", hash: "1" }),
      archive: new Archive({ assets: members, hash: "3" }),
    };
    expect(toWire(map, { hashesOnly: true })).to.deep.equal({
      asset: { [SIGNATURE_KEY]: SIGNATURES.asset, hash: "1" },
      archive: { [SIGNATURE_KEY]: SIGNATURES.archive, hash: "3" },
    });
  });

  it("are refused when they lack what their kind needs", () => {
    const special = (signature: string, rest: object) => ({ [SIGNATURE_KEY]: signature, ...rest });
    expect(() => valueFromWire(special(SIGNATURES.secret, {}))).to.throw("secret");
    expect(() => valueFromWire(special(SIGNATURES.resource, { urn: 5 }))).to.throw("no URN");
    expect(() => valueFromWire(special(SIGNATURES.archive, { assets: { x: "text" } }))).to.throw(
      "archive member 'x'",
    );
    expect(() => valueFromWire(special("other", {}))).to.throw('unrecognized signature "other"');
  });

  it("hide no secret of an output from a receiver of secrets", () => {
    const wire = toWire({ x: new OutputValue("s", true, ["urn"]) }, { secrets: true });
    expect(wire).to.deep.equal({ x: { [SIGNATURE_KEY]: SIGNATURES.secret, value: "s" } });
  });
});
