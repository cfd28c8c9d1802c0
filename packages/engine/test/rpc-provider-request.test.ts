import { expect } from "chai";
import { DefaultVersions } from "../src/rpc/default-versions";
import { defaultName, providerRequest, withRequest } from "../src/rpc/provider-request";
import { compareVersions, parseVersion } from "../src/rpc/semantic-version";
import { newState } from "../src/state/resource-state";

describe("semantic versions", () => {
  it("are refused in any other form", () => {
    for (const text of ["v1.0.0", "1.0", "01.0.0", "1.0.0-", "latest", ""]) {
      expect(() => parseVersion(text), text).to.throw("no semantic version");
    }
  });

  it("are ordered with prereleases before the release, numbers before texts", () => {
    const ordered = [
      "0.9.0",
      "1.0.0-1",
      "1.0.0-2",
      "1.0.0-10",
      "1.0.0-a",
      "1.0.0-a.1",
      "1.0.0",
      "1.0.1",
      "1.10.0",
    ];
    const shuffled = [...ordered].reverse();
    shuffled.sort((a, b) => compareVersions(parseVersion(a), parseVersion(b)));
    expect(shuffled).to.deep.equal(ordered);
  });
});

describe("a default provider", () => {
  it("has the version and the address in its name", () => {
    expect(defaultName(providerRequest("aws", "", ""))).to.equal("default");
    expect(defaultName(providerRequest("aws", "1.2.3-beta.1+x.5", ""))).to.equal("default_1_2_3_beta_1_x_5");
    const url = "https://example.com/a b/";
    expect(defaultName(providerRequest("aws", "1.0.0", url))).to.equal(
      "default_1_0_0_https_/example.com/a_b",
    );
  });

  it("is the newest that the state knows, where nobody asks for one", () => {
    const provider = (name: string, inputs: Record<string, string>) =>
      newState({
        urn: `urn:pulumi:s::p::pulumi:providers:aws::${name}`,
        type: "pulumi:providers:aws",
        custom: true,
        inputs,
      });
    const states = [
      provider("a", { version: "1.9.0" }),
      provider("b", { version: "1.10.0" }),
      provider("c", {}),
    ];
    const versions = new DefaultVersions(states);
    expect(versions.complete(providerRequest("aws", "", "")).version).to.equal("1.10.0");
    expect(versions.complete(providerRequest("aws", "1.0.0", "")).version).to.equal("1.0.0");
    expect(versions.complete(providerRequest("gcp", "", "")).version).to.equal("");
  });

  it("of a parameterized package keeps the plugin's own version apart", () => {
    const value = Buffer.from("small");
    const request = providerRequest("raw", "1.0.0", "", { name: "sized", version: "2.0.0", value });
    expect(withRequest({ own: 1 }, request)).to.deep.equal({
      own: 1,
      version: "2.0.0",
      __internal: { name: "raw", version: "1.0.0", parameterization: "c21hbGw=" },
    });
  });
});
