import type { Cluster } from "../cluster";
import { type Move, Mover } from "../e2e-kubernetes/support/mover";
import { KubernetesStack } from "../e2e-kubernetes/support/stack";
import { type DockerEngine, dockerClient } from "../setup";
import { type Figure, sample } from "./figure";

/** What Anew adds to a rollback in a cluster to a warm generation: the update of its switch, of which nothing waits for health. */
export async function clusterRollbacks(
  cluster: Cluster,
  { host }: DockerEngine,
  runs: number,
): Promise<Figure> {
  const stack = await KubernetesStack.create(cluster, { host, client: dockerClient(host) });
  try {
    const mover = new Mover(stack, "web", (version) => {
      const env = { VERSION: String(version) };
      return { groups: { web: { args: { env, keep: 1, service: { type: "NodePort" } } } } };
    });
    await mover.begin();
    await mover.release();
    const moves: Move[] = [];
    for (let run = 0; run < runs; run++) moves.push(await mover.rollBack());
    return rollbackTime("rollback to a warm generation in a cluster, Anew's own time", moves);
  } finally {
    await stack.remove();
  }
}

/** From the beginning of the switch's update to its end, in rollbacks that did nothing else. */
export function rollbackTime(name: string, moves: readonly Move[]): Figure {
  for (const { steps } of moves) {
    if (steps.length !== 1)
      throw new Error(`a rollback only moves the traffic, but this did: ${steps.join(", ")}`);
  }
  const seconds = moves.map(({ begun, committed }) => (committed - begun) / 1000);
  return { name, unit: "s", measured: sample(seconds), wanted: { most: 1 } };
}
