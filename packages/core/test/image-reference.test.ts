import { expect } from "chai";
import * as fc from "fast-check";
import {
  formatImageReference,
  isDigestReference,
  isImageId,
  parseImageReference,
  parseRepository,
} from "../src/image-reference";
import { ImageReferenceError } from "../src/image-reference-grammar";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("image reference", () => {
  const parsed: [text: string, complete: string][] = [
    ["nginx", "docker.io/library/nginx"],
    ["nginx:1.27", "docker.io/library/nginx:1.27"],
    ["team/web", "docker.io/team/web"],
    ["docker.io/nginx", "docker.io/library/nginx"],
    ["index.docker.io/nginx", "docker.io/library/nginx"],
    ["localhost/web", "localhost/web"],
    ["localhost:5000/web:v1", "localhost:5000/web:v1"],
    ["127.0.0.1:5000/a/b/c", "127.0.0.1:5000/a/b/c"],
    ["[::1]:5000/web", "[::1]:5000/web"],
    ["registry.example/web", "registry.example/web"],
    ["Registry.Example:443/web", "Registry.Example:443/web"],
    [`registry.example:5000/a/b@${DIGEST}`, `registry.example:5000/a/b@${DIGEST}`],
    [`nginx:1.27@${DIGEST}`, `docker.io/library/nginx:1.27@${DIGEST}`],
    [`web@sha512:${"a".repeat(128)}`, `docker.io/library/web@sha512:${"a".repeat(128)}`],
    ["team/a__b.c-d---e/f_g", "docker.io/team/a__b.c-d---e/f_g"],
    ["web:_Tag.1-x", "docker.io/library/web:_Tag.1-x"],
  ];
  for (const [text, complete] of parsed) {
    it(`reads ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`, () => {
      expect(formatImageReference(parseImageReference(text))).to.equal(complete);
    });
  }

  it("gives the parts", () => {
    expect(parseImageReference(`localhost:5000/team/web:v1@${DIGEST}`)).to.deep.equal({
      registry: "localhost:5000",
      repository: "team/web",
      tag: "v1",
      digest: DIGEST,
    });
    expect(parseImageReference("web")).to.deep.equal({ registry: "docker.io", repository: "library/web" });
  });

  const refused: [text: string, message: string][] = [
    ["", 'repository: got "", expected a name'],
    ["Web", 'repository: got "Web", expected lower case; upper case letters are not allowed; write "web"'],
    ["MyTeam/web", 'repository: got "MyTeam/web", expected lower case; upper case letters are not allowed'],
    ["registry.example/Web:1", 'repository: got "Web", expected lower case'],
    ["a//b", 'repository: got "a//b", expected a component before and after each "/"'],
    ["/web", 'repository: got "/web", expected a component before and after each "/"'],
    ["registry.example/", 'repository: got "", expected a name'],
    ["my web", 'repository: got "my web", expected no white space'],
    ["wéb", 'repository: got "wéb", expected letters a to z, digits, ".", "_", "-" and "/", not "é"'],
    ["web-", 'repository: got "web-", expected components of letters and digits'],
    ["a..b/c", 'registry: got "a..b", expected a host name'],
    ["team/a..b", 'repository: got "team/a..b", expected components of letters and digits'],
    ["team/a___b", 'repository: got "team/a___b", expected components of letters and digits'],
    [`team/${"a".repeat(255)}`, "expected at most 255 characters"],
    [
      "https://registry.example/web",
      'image: got "https://registry.example/web", expected no URL scheme; write "registry.example/web"',
    ],
    ["-registry.example/web", 'registry: got "-registry.example", expected a host name'],
    ["registry.example:0/web", 'registry: got "registry.example:0", expected a port from 1 to 65535'],
    ["registry.example:65536/web", "expected a port from 1 to 65535"],
    ["registry.example:/web", "expected a port from 1 to 65535"],
    ["web:", 'tag: got "", expected letters, digits'],
    ["web:-x", 'tag: got "-x", expected letters, digits'],
    ["web:a b", 'tag: got "a b", expected letters, digits'],
    [`web:${"t".repeat(129)}`, "expected at most 128 characters"],
    [
      "web@sha256:abc",
      'digest: got "sha256:abc", expected "sha256:" and 64 hexadecimal digits in lower case, not 3 characters',
    ],
    [`web@${DIGEST.toUpperCase()}`, "digest: got"],
    [`web@sha256:${"G".repeat(64)}`, 'expected "sha256:" and 64 hexadecimal digits in lower case'],
    ["web@md5:abc", 'digest: got "md5:abc", expected "sha256:" and 64 hexadecimal digits'],
    ["web@", 'digest: got "", expected "sha256:" and 64 hexadecimal digits'],
    ["a".repeat(64), 'expected a name, not 64 hexadecimal digits; write an image id as "sha256:…"'],
  ];
  for (const [text, message] of refused) {
    it(`refuses ${JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)} and names the part that is wrong`, () => {
      expect(() => parseImageReference(text)).to.throw(ImageReferenceError, message);
    });
  }

  it("reads a repository, which has no tag and no digest", () => {
    expect(parseRepository("localhost:5000/web")).to.deep.equal({
      registry: "localhost:5000",
      repository: "web",
    });
    expect(() => parseRepository("web:1")).to.throw(ImageReferenceError, "expected no tag here");
    expect(() => parseRepository(`web@${DIGEST}`)).to.throw(ImageReferenceError, "expected no digest here");
  });

  it("knows a reference by digest", () => {
    expect([`web@${DIGEST}`, `a.b/web:1@${DIGEST}`].map(isDigestReference)).to.deep.equal([true, true]);
    expect(
      ["web", "web:1", DIGEST, "web@sha256:1", `Web@${DIGEST}`, ""].map(isDigestReference),
    ).to.deep.equal(Array(6).fill(false));
  });

  it("knows an image's id", () => {
    expect(isImageId(DIGEST)).to.equal(true);
    expect([`web@${DIGEST}`, "sha256:1", `${DIGEST}0`, `${DIGEST}\n`, "web"].map(isImageId)).to.deep.equal(
      Array(5).fill(false),
    );
  });

  it("reads its own complete text back", () => {
    const component = fc.stringMatching(/^[a-z0-9]{1,4}((\.|_|__|-{1,3})[a-z0-9]{1,4}){0,2}$/);
    const repository = fc.array(component, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
    const registry = fc.constantFrom(
      "docker.io",
      "localhost",
      "localhost:5000",
      "r.example",
      "10.0.0.1:80",
      "[::1]:1",
    );
    const tag = fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/), { nil: undefined });
    const digest = fc.option(fc.constant(DIGEST), { nil: undefined });
    fc.assert(
      fc.property(registry, repository, tag, digest, (...[host, path, theTag, theDigest]) => {
        fc.pre(host !== "docker.io" || path.includes("/"));
        const reference = {
          registry: host,
          repository: path,
          ...(theTag !== undefined && { tag: theTag }),
          ...(theDigest !== undefined && { digest: theDigest }),
        };
        expect(parseImageReference(formatImageReference(reference))).to.deep.equal(reference);
      }),
    );
  });

  it("answers any text at once, with a reference or an ImageReferenceError", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "A", "/", ":", "@", ".", "-", "_", "é", " ", "["),
      maxLength: 300,
    });
    fc.assert(
      fc.property(text, (any) => {
        try {
          parseImageReference(any);
        } catch (error) {
          expect(error).to.be.instanceOf(ImageReferenceError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
