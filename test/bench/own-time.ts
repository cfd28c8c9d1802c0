import { get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { type DockerEngine, dockerClient, freePort } from "../setup";
import { clusterRollbacks } from "./cluster-rollbacks";
import { type Bench, type BenchContext, type Figure, sample } from "./figure";
import { HEALTH, HEALTH_INTERVAL_MS, Site } from "./site";
import { StepTimings } from "./step-timings";

const RUNS = 7;

interface Release {
  readonly own: number;
  /** Container, gate and switch, health check and all. */
  readonly path: number;
  readonly command: number;
}

/**
 * What Anew adds to a release whose image exists, and to a rollback to a warm generation.
 *
 * Own time of a release: its container's creation, the gate without its wait for health, and the switch's update: what stands between
 * "the program has said what it wants" and "the traffic has moved" and is not the health check. Own time of a
 * rollback: the switch's update. The command's own start, and draining after the switch, are in neither; the whole
 * command's seconds stand beside them.
 */
export const ownTime: Bench = {
  name: "own-time",
  async run({ say, docker: choose, cluster: chooseCluster }) {
    const docker = await choose();
    const inDocker = await onHost(docker, say);
    const cluster = await chooseCluster();
    if (cluster === undefined) return inDocker;
    say("rollbacks in a cluster");
    return [...inDocker, await clusterRollbacks(cluster, docker, RUNS)];
  },
};

async function onHost(docker: DockerEngine, say: BenchContext["say"]): Promise<readonly Figure[]> {
  const site = await Site.create(docker, "site");
  try {
    await site.up({ version: "0" });
    const releases: Release[] = [];
    const rollbacks: Release[] = [];
    const unchanged: number[] = [];
    const plain: number[] = [];
    for (let run = 1; run <= RUNS; run++) {
      say(`release and rollback ${run} of ${RUNS}`);
      releases.push(await release(site, `${run}`));
      rollbacks.push(await rollback(site));
      unchanged.push((await site.up({ version: "0" })).seconds);
      plain.push(await plainStart(docker.host, site.images[0]));
    }
    const commandPeer = { name: "an unchanged update, whole command", measured: sample(unchanged) };
    return [
      {
        name: "release, Anew's own time beyond the health check",
        unit: "s",
        measured: sample(releases.map(({ own }) => own)),
        wanted: { most: 1.5 },
      },
      {
        name: "release, from container to moved traffic, health check included",
        unit: "s",
        measured: sample(releases.map(({ path }) => path)),
        peer: { name: "docker run and the same health check", measured: sample(plain) },
      },
      {
        name: "release, whole command",
        unit: "s",
        measured: sample(releases.map(({ command }) => command)),
        peer: commandPeer,
      },
      {
        name: "rollback to a warm generation, Anew's own time",
        unit: "s",
        measured: sample(rollbacks.map(({ own }) => own)),
        wanted: { most: 0.5 },
      },
      {
        name: "rollback, whole command",
        unit: "s",
        measured: sample(rollbacks.map(({ command }) => command)),
        peer: commandPeer,
      },
    ];
  } finally {
    await site.remove();
  }
}

async function release(site: Site, version: string): Promise<Release> {
  const timings = new StepTimings();
  const { seconds } = await site.up({ version }, timings.line);
  const path =
    timings.secondsOf("created", "Container") +
    timings.secondsOf("created", "Gate") +
    timings.secondsOf("updated", "Switch");
  return { own: path - timings.healthSeconds, path, command: seconds };
}

async function rollback(site: Site): Promise<Release> {
  const timings = new StepTimings();
  const { seconds, changeSummary } = await site.up({ version: "0" }, timings.line);
  if (changeSummary.create !== undefined) throw new Error("a rollback to a warm generation creates nothing");
  const own = timings.secondsOf("updated", "Switch");
  return { own, path: own, command: seconds };
}

/** Seconds from `docker create` until the service has been healthy as often as the group's health check asks. */
async function plainStart(host: string, image: string): Promise<number> {
  const client = dockerClient(host);
  const port = await freePort();
  const network = await client.createNetwork({ Name: `anew-bench-plain-${port}` });
  const start = performance.now();
  const container = await client.createContainer({
    Image: image,
    ExposedPorts: { "8080/tcp": {} },
    HostConfig: {
      PortBindings: { "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: String(port) }] },
      NetworkMode: network.id,
    },
  });
  try {
    await container.start();
    for (let good = 0; ; ) {
      good = (await answers(port)) ? good + 1 : 0;
      if (good >= HEALTH.healthyAfter) return (performance.now() - start) / 1000;
      await delay(HEALTH_INTERVAL_MS);
    }
  } finally {
    await container.remove({ force: true });
    await network.remove();
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: "127.0.0.1", port, path: "/healthz", timeout: 5000 }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode === 200));
    });
    request.on("error", () => resolve(false));
  });
}
