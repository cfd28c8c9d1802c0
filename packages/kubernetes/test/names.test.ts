import { expect } from "chai";
import fc from "fast-check";
import { isServiceName, MAX_GENERATION_NAME, previewName, resourceName } from "../src/names";

/** A Service's name, as the API server checks it. */
const LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
/** What the provider appends to a logical name. */
const PROVIDER_SUFFIX = "-0123abcd";

const group = fc.oneof(fc.string({ minLength: 1 }), fc.stringMatching(/^[a-z][a-z0-9-]{0,80}$/));
const id = fc.stringMatching(/^[0-9a-f]{8}$/);
const part = fc.constantFrom(undefined, "files", "secrets", "anchor" as const);

describe("the names of a generation's objects", () => {
  it("are names that Kubernetes takes, with the end that the provider gives them", () => {
    fc.assert(
      fc.property(group, id, part, (ofGroup, ofGeneration, ofPart) => {
        const name = resourceName(ofGroup, ofGeneration, ofPart) + PROVIDER_SUFFIX;
        expect(name).to.match(LABEL);
        expect(name.length).to.be.at.most(63);
      }),
    );
  });

  it("leave room for what Kubernetes appends to a pod's name, so that it holds the whole of it", () => {
    const longest = "a".repeat(MAX_GENERATION_NAME) + PROVIDER_SUFFIX;
    expect(`${longest}-${"b".repeat(10)}-${"c".repeat(5)}`.length).to.be.at.most(63);
  });

  it("differ where group, generation or part differ", () => {
    const one = fc.tuple(group, id, part);
    fc.assert(
      fc.property(one, one, (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b));
        expect(resourceName(...a)).not.to.equal(resourceName(...b));
      }),
    );
  });

  it("stay as they are: another name would make every object anew", () => {
    expect(resourceName("web", "3f2a91c0")).to.equal("web-3f2a91c0");
    expect(resourceName("web", "3f2a91c0", "files")).to.equal("web-3f2a91c0-files");
    expect(resourceName("web", "3f2a91c0", "secrets")).to.equal("web-3f2a91c0-secrets");
    expect(resourceName("web", "sole", "anchor")).to.equal("web-sole-anchor");
    expect(resourceName("a-service-with-a-rather-long-name", "3f2a91c0")).to.equal(
      "a-service-with-a-ra-bxklxce0-3f2a91c0",
    );
  });
});

describe("the name of a Service", () => {
  it("is one that the API server takes", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isServiceName(text)).to.equal(text.length <= 63 && LABEL.test(text));
      }),
    );
    expect(["web", "a", "a-1", `a${"b".repeat(62)}`].every(isServiceName)).to.equal(true);
    expect(["", "Web", "1a", "a-", "a_b", "a.b", `a${"b".repeat(63)}`].some(isServiceName)).to.equal(false);
    expect(previewName("web")).to.equal("web-preview");
  });
});
