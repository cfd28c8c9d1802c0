import { createHash } from "node:crypto";
import { expect } from "chai";
import * as fc from "fast-check";
import { ContentHash } from "../src/content-hash";

const hashOf = (domain: string, fields: readonly (readonly [string, string | Uint8Array])[]) =>
  fields.reduce((hash, [name, value]) => hash.field(name, value), new ContentHash(domain)).digest();

describe("content hash", () => {
  it("is SHA-256 over length-framed domain, names and values, so that others can compute it too", () => {
    const frame = (text: string) => {
      const bytes = Buffer.from(text);
      const length = Buffer.alloc(8);
      length.writeUInt32BE(bytes.length, 4);
      return Buffer.concat([length, bytes]);
    };
    const bytes = Buffer.concat(["anew/test/1", "näme", "value"].map(frame));
    expect(hashOf("anew/test/1", [["näme", "value"]])).to.equal(
      createHash("sha256").update(bytes).digest("hex"),
    );
  });

  it("tells a byte at the end of one field from one at the start of the next", () => {
    const hashes = [
      hashOf("d", [["ab", "c"]]),
      hashOf("d", [["a", "bc"]]),
      hashOf("da", [["b", "c"]]),
      hashOf("d", [
        ["a", "b"],
        ["c", ""],
      ]),
      hashOf("d", [
        ["a", ""],
        ["b", "c"],
      ]),
    ];
    expect(new Set(hashes)).to.have.lengthOf(hashes.length);
  });

  it("depends on the domain and on the order of fields", () => {
    const fields = [
      ["a", "1"],
      ["b", "2"],
    ] as const;
    expect(hashOf("x/1", fields)).not.to.equal(hashOf("x/2", fields));
    expect(hashOf("x/1", fields)).not.to.equal(hashOf("x/1", fields.toReversed()));
  });

  it("takes text as its UTF-8 bytes", () => {
    expect(hashOf("d", [["f", "ä"]])).to.equal(hashOf("d", [["f", Buffer.from("ä")]]));
  });

  it("refuses text that has no UTF-8, which would hash as another text", () => {
    expect(() => new ContentHash("d").field("f", "\ud800")).to.throw(TypeError, "half a surrogate pair");
  });

  it("takes no field after the digest", () => {
    const hash = new ContentHash("d");
    hash.digest();
    expect(() => hash.field("f", "")).to.throw();
  });

  it("is the same for two lists of fields only if the lists are the same", () => {
    // Few different letters, so that lists that become the same when joined are common.
    const text = fc.string({ unit: fc.constantFrom("a", "b", "\0"), maxLength: 3 });
    const fields = fc.array(fc.tuple(text, text), { maxLength: 3 });
    fc.assert(
      fc.property(fields, fields, (a, b) => {
        expect(hashOf("d", a) === hashOf("d", b)).to.equal(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 500 },
    );
  });
});
