import { expect } from "chai";
import { UrnPatterns } from "../src/deploy/targets/urn-patterns";

const URN = "urn:pulumi:dev::shop::my:Group$docker:index/container:Container::web";

describe("patterns of URNs", () => {
  const matches = (pattern: string) => new UrnPatterns([pattern]).contains(URN);

  it("mean every URN when there are none", () => {
    expect(new UrnPatterns().contains(URN)).to.equal(true);
    expect(new UrnPatterns().constrained).to.equal(false);
  });

  it("match a whole URN, character by character", () => {
    expect(matches(URN)).to.equal(true);
    expect(matches(URN.slice(0, -1))).to.equal(false);
    expect(matches(URN.replace("$", "."))).to.equal(false);
  });

  it("match anything but colons with one star, and anything with two", () => {
    expect(matches("**::web")).to.equal(true);
    expect(matches("*::web")).to.equal(false);
    expect(matches("urn:pulumi:*::shop::**::w*")).to.equal(true);
    expect(matches("urn:pulumi:dev::shop::my:*$docker:*/*:*::web")).to.equal(true);
    expect(matches("urn:pulumi:dev::shop::*::web")).to.equal(false);
  });

  it("take every other character as itself", () => {
    const patterns = new UrnPatterns(["**.we(b)[$]"]);
    expect(patterns.contains(URN)).to.equal(false);
    expect(patterns.contains("urn:x.we(b)[$]")).to.equal(true);
  });

  it("know which of them are whole URNs", () => {
    expect(new UrnPatterns([URN, "**::web"]).literals).to.deep.equal([URN]);
  });

  it("grow in a copy only, and only where there is one", () => {
    const patterns = new UrnPatterns(["**::api"]);
    const copy = patterns.copy();
    copy.add(URN);
    expect([patterns.contains(URN), copy.contains(URN)]).to.deep.equal([false, true]);
    const all = new UrnPatterns();
    all.add(URN);
    expect(all.constrained).to.equal(false);
  });
});
