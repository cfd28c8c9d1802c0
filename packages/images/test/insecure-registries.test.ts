import { expect } from "chai";
import { allowsInsecure } from "../src/registry/insecure-registries";

describe("A registry that Docker treats as insecure", () => {
  const config = {
    IndexConfigs: { "lan.example:5000": { Secure: false }, "docker.io": { Secure: true } },
    InsecureRegistryCIDRs: ["127.0.0.0/8", "10.1.0.0/16", "::1/128"],
  };
  const cases: [string, boolean][] = [
    ["lan.example:5000", true],
    ["lan.example", false],
    ["docker.io", false],
    ["10.1.2.3:5000", true],
    ["10.2.0.1", false],
    ["registry.example", false],
  ];
  for (const [registry, insecure] of cases) {
    it(`${insecure ? "may be" : "is not"} ${registry}`, () => {
      expect(allowsInsecure(config, registry)).to.equal(insecure);
    });
  }

  it("is none without the daemon's configuration", () => {
    expect(allowsInsecure(null, "lan.example:5000")).to.equal(false);
  });
});
