import { expect } from "chai";
import { type Cluster, type OwnCluster, requireOwnCluster } from "../../cluster";
import { requireDocker } from "../../setup";
import { InterruptedStack } from "../support/interrupted-stack";
import { BEGINNING, GATE, PHASES, SHIFT } from "../support/phases";

/** With ANEW_ALL_KILLS=1 the API server is killed in each phase, not only in a sample of them. */
const API_PHASES = process.env.ANEW_ALL_KILLS ? PHASES : [GATE, SHIFT];

/** What a call ends with to which the API server could not answer. */
const NO_API = /ECONNREFUSED|ECONNRESET|socket hang up|connection refused|unreachable|not respond/i;

describe("a release in a cluster from which something goes away", function () {
  this.timeout(300_000);
  let cluster: Cluster & { readonly own: OwnCluster };
  let stack: InterruptedStack;

  before(async function () {
    cluster = await requireOwnCluster(this);
    stack = await InterruptedStack.create(cluster, await requireDocker(this));
  });

  afterEach(async function () {
    if (this.currentTest?.state !== "failed") return;
    // What one has left half done must not fail the others.
    await stack.remove();
    stack = await InterruptedStack.create(cluster, await requireDocker(this));
  });

  after(() => stack?.remove());

  for (const phase of API_PHASES) {
    it(`the API server, ${phase.name}, is completed by the next update at the latest`, async () => {
      const result = await stack.release(phase, async () => {
        await cluster.own.stop("api-server");
        await cluster.own.start("api-server");
      });
      if (result.exitCode !== 0) expect(result.error).to.match(NO_API);
      stack.traffic.expectNoFailures();
      await stack.complete();
    });
  }

  it("its node, fails, says so, and is completed by an update when the node is back", async () => {
    const { id } = cluster.own;
    const result = await stack.release(BEGINNING, () => cluster.own.stop("kubelet"), {
      healthCheck: { path: "/healthz", timeout: "4 seconds" },
    });
    try {
      expect(result.exitCode).not.to.equal(0);
      expect(result.error).to.match(/did not become healthy within 4 s/);
      expect(result.error).to.contain(`node ${id} has not taken it up`);
      await stack.expectUnmoved();
    } finally {
      await stack.traffic.stop();
      await cluster.own.start("kubelet");
    }
    // A kubelet that begins again takes every pod for unready until it has asked it: Kubernetes' own interruption.
    await stack.untilAllReady();
    await stack.startTraffic();
    await stack.complete();
  });
});
