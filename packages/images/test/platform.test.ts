import { expect } from "chai";
import { normalizePlatform } from "../src/platform";

describe("A platform", () => {
  const same: [string, string][] = [
    ["linux/amd64", "linux/amd64"],
    ["linux/x86_64", "linux/amd64"],
    ["linux/amd64/v1", "linux/amd64"],
    ["linux/amd64/v3", "linux/amd64/v3"],
    ["Linux/ARM64", "linux/arm64"],
    ["linux/aarch64", "linux/arm64"],
    ["linux/arm64/v8", "linux/arm64"],
    ["linux/arm", "linux/arm/v7"],
    ["linux/arm/v6", "linux/arm/v6"],
    ["windows/amd64", "windows/amd64"],
  ];
  for (const [given, expected] of same) {
    it(`${given} is ${expected}`, () => {
      expect(normalizePlatform(given)).to.equal(expected);
    });
  }

  for (const given of [
    "",
    "linux",
    "amd64",
    "linux/pdp11",
    "plan9/amd64",
    "linux/amd64/v9",
    "linux/arm64/v8/x",
    "linux/386/v1",
  ]) {
    it(`is not ${JSON.stringify(given)}`, () => {
      expect(normalizePlatform(given)).to.equal(undefined);
    });
  }
});
