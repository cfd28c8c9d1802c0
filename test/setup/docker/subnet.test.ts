import { expect } from "chai";
import { freeSubnet, secondBytesOfTen } from "./subnet";

const ROUTES = [
  "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
  "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
  "br-1\t0000C80A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0",
  "br-2\t0080C90A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
  "eth1\t000010AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0",
].join("\n");

describe("the private daemon's subnet", () => {
  it("reads from the kernel's routes which parts of 10.0.0.0/8 are in use", () => {
    expect(secondBytesOfTen(ROUTES)).to.deep.equal([200, 201]);
  });

  it("is one that neither a route nor another private daemon has", () => {
    expect(freeSubnet([], ROUTES)).to.equal(202);
    expect(freeSubnet([202, 203], ROUTES)).to.equal(204);
  });

  it("is an error when none is left", () => {
    const all = Array.from({ length: 256 }, (_, i) => i);
    expect(() => freeSubnet(all, ROUTES)).to.throw("10.200.0.0/16 to 10.249.0.0/16");
  });
});
