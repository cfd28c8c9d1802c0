import type { Cluster } from "../cluster";
import { Mover } from "../e2e-kubernetes/support/mover";
import { KubernetesStack } from "../e2e-kubernetes/support/stack";
import { followedAfter, strayAnswers } from "../e2e-kubernetes/support/stray-answers";
import { startLoad } from "../load/load";
import { PROGRESS_EVERY } from "../load/protocol";
import { type DockerEngine, dockerClient } from "../setup";
import { rollbackTime } from "./cluster-rollbacks";
import { type Bench, type BenchContext, type Figure, sample } from "./figure";
import { lost } from "./lost";

const RELEASES = 20;
/** After so many releases, one rollback to the generation before, which is warm. */
const ROLLBACK_EVERY = 4;
const REQUESTS = 100_000;
/** Requests that each of the eight clients sends in a second. */
const RATE = 60;
const MAX_SECONDS = 1800;
/** How long nodes may take until new connections follow a Service, milliseconds. */
const FOLLOWED_WITHIN = 150;

/** Requests that are lost while a group in a cluster is released and rolled back, and how soon the traffic follows its switch. */
export const clusterReleases: Bench = {
  name: "cluster-releases",
  async run({ say, docker, cluster: choose }) {
    const cluster = await choose();
    if (cluster === undefined) return [];
    const { moves, log } = await moveUnderLoad(cluster, await docker(), say);
    const rollbacks = moves.filter(({ kind }) => kind === "rollback");
    const during = `${RELEASES} releases and ${rollbacks.length} rollbacks in a cluster`;
    const { requests } = log;
    const followed = followedAfter(log, moves, "those that open a connection");
    const stray = strayAnswers(log, moves, "those that open a connection", FOLLOWED_WITHIN);
    for (const answer of stray) say(answer);
    return [
      lost("requests lost", requests, during),
      lost(
        "requests lost, keep-alive",
        requests.filter(({ keepAlive }) => keepAlive),
        during,
      ),
      lost(
        "requests lost, new connections",
        requests.filter(({ keepAlive }) => !keepAlive),
        during,
      ),
      {
        name: `new connections answered by an old generation ${FOLLOWED_WITHIN} ms after the switch had committed`,
        unit: "requests",
        measured: sample([stray.length]),
        wanted: { most: 0 },
      },
      {
        name: "the last of them, from the commit on; before it where negative",
        unit: "ms",
        measured: sample(followed.filter((ms) => ms !== undefined)),
      },
      rollbackTime("rollback to a warm generation in a cluster under load, Anew's own time", rollbacks),
    ] satisfies readonly Figure[];
  },
};

async function moveUnderLoad(cluster: Cluster, { host }: DockerEngine, say: BenchContext["say"]) {
  const stack = await KubernetesStack.create(cluster, { host, client: dockerClient(host) });
  try {
    const mover = new Mover(stack, "web", (version) => {
      const env = { VERSION: String(version), LAST_FOR: "1000" };
      return { groups: { web: { args: { env, keep: 1, service: { type: "NodePort" } } } } };
    });
    await mover.begin();
    const load = await startLoad({ url: mover.url, rate: RATE, maxSeconds: MAX_SECONDS });
    try {
      for (let release = 1; release <= RELEASES; release++) {
        say(`release ${release} of ${RELEASES}`);
        await mover.release();
        if (release % ROLLBACK_EVERY === 0) await mover.rollBack();
      }
      const missing = REQUESTS - load.soFar().requests.length;
      if (missing > 0) await load.more(missing + PROGRESS_EVERY);
    } finally {
      await load.stop();
    }
    return { moves: mover.moves, log: await load.stop() };
  } finally {
    await stack.remove();
  }
}
