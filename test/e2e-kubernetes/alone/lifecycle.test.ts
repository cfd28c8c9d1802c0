import { expect } from "chai";
import { requireOwnCluster } from "../../cluster";
import { readRecords } from "../../cluster/record";
import { cleanUp, failingRun, makeNetwork, type Network, startRun } from "../support/cluster-run";

describe("a cluster that a run starts", function () {
  this.timeout(300_000);
  let network: Network;

  before(async function () {
    await requireOwnCluster(this); // then this machine can start one
    network = await makeNetwork();
  });

  after(() => network?.remove());

  it("is removed whole after a signal", async () => {
    const { child, ended, left } = await startRun(network);
    child.kill("SIGTERM");
    expect(await ended).to.equal(143);
    expect(await left()).to.deep.equal([]);
  });

  it("is removed whole after an error that nobody caught", async () => {
    const before = readRecords().length;
    expect(await failingRun(network)).to.equal(1);
    expect(readRecords()).to.have.length(before);
  });

  it("is removed whole by the next run after kill -9", async () => {
    const { child, ended, left } = await startRun(network);
    child.kill("SIGKILL");
    await ended;
    const all = ["shims", "mounts", "bridge", "chains", "firewall rule", "folders", "sockets of shims"];
    expect(await left()).to.include.members(all);
    expect(await cleanUp(network)).to.equal(0);
    expect(await left()).to.deep.equal([]);
  });
});
