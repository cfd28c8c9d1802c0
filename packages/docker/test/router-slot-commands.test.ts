import { expect } from "chai";
import type { Attached } from "../src/router/group-file";
import type { SlotState } from "../src/router/servers-state";
import { isOccupiedBy, occupyCommands, vacateCommands, weighCommands } from "../src/router/slot-commands";

const server = (slot: string, weight = 0): Attached => ({
  slot,
  generation: "blue",
  name: slot,
  address: `container-${slot}`,
  port: 8080,
  weight,
  check: { path: "/", port: 8081, status: [200, 399] },
});

const state = (slot: string, weight = 0): SlotState => ({
  slot,
  address: "172.20.0.2",
  name: `container-${slot}`,
  port: 8080,
  checkPort: 8081,
  weight,
  maintenance: false,
});

describe("the commands for a slot", () => {
  it("raise weights before they lower any, and leave the ones that are right", () => {
    const running = new Map(
      [state("s1", 256), state("s2", 0), state("s3", 7), state("s4", 100)].map((one) => [one.slot, one]),
    );
    const wanted = [server("s1", 0), server("s2", 256), server("s3", 7), server("s4", 120)];
    expect(weighCommands("g01", wanted, running)).to.deep.equal([
      "set server g01/s2 weight 256",
      "set server g01/s4 weight 120",
      "set server g01/s1 weight 0",
    ]);
  });

  it("make a server ready, and down until it is checked", () => {
    expect(occupyCommands("g01", server("s1"), "172.20.0.2")).to.deep.equal([
      "set server g01/s1 state maint",
      "set server g01/s1 weight 0",
      "set server g01/s1 fqdn container-s1",
      "set server g01/s1 check-port 8081",
      "set server g01/s1 state ready",
      "set server g01/s1 addr 172.20.0.2 port 8080",
      "set server g01/s1 health down",
    ]);
  });

  it("give a server that does not run an address that nobody has", () => {
    expect(occupyCommands("g01", server("s1"), undefined)).to.include(
      "set server g01/s1 addr 192.0.2.1 port 8080",
    );
  });

  it("take new requests from a slot before they end the old ones and forget its server", () => {
    expect(vacateCommands("g01", "s1", "own")).to.deep.equal([
      "set server g01/s1 weight 0",
      "set server g01/s1 state maint",
      "shutdown sessions server g01/s1",
      "set server g01/s1 fqdn own",
      "set server g01/s1 addr 192.0.2.1 port 80",
      "set server g01/s1 check-port 80",
    ]);
  });

  it("are not needed for a slot that runs as it should", () => {
    expect(isOccupiedBy(state("s1"), server("s1"))).to.equal(true);
    for (const other of [
      undefined,
      { ...state("s1"), maintenance: true },
      { ...state("s1"), name: "another" },
      { ...state("s1"), port: 80 },
      { ...state("s1"), checkPort: 80 },
    ]) {
      expect(isOccupiedBy(other, server("s1"))).to.equal(false);
    }
  });
});
