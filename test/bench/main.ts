import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Cluster, chooseCluster } from "../cluster";
import { anewFolder, chooseDocker, type DockerEngine, main, mustRun, root, SetupError, say } from "../setup";
import { clusterReleases } from "./cluster-releases";
import { engine } from "./engine";
import { type Bench, type Figure, isMissed } from "./figure";
import { hash } from "./hash";
import { loadTime } from "./load-time";
import { ownTime } from "./own-time";
import { releases } from "./releases";
import { services } from "./services";
import { table } from "./table";

const BENCHES: readonly Bench[] = [releases, clusterReleases, ownTime, loadTime, hash, engine, services];
const BUILD_TIMEOUT = 5 * 60_000;

const { values } = parseArgs({
  options: {
    /** One part only; repeatable. */
    only: { type: "string", multiple: true },
    /** Measures what was built before. */
    "no-build": { type: "boolean", default: false },
  },
});

let chosenDocker: Promise<DockerEngine> | undefined;
const docker = () => {
  chosenDocker ??= chooseDocker();
  return chosenDocker;
};

let chosenCluster: Promise<Cluster | undefined> | undefined;
const cluster = () => {
  chosenCluster ??= chooseCluster().catch((error: unknown) => {
    if (!(error instanceof SetupError)) throw error;
    say(`nothing is measured in a cluster: ${error.message}`);
    return undefined;
  });
  return chosenCluster;
};

main(async () => {
  const benches = chosen(values.only);
  if (!values["no-build"])
    await mustRun(`${root}/node_modules/.bin/tsc`, ["-b"], { cwd: root, timeout: BUILD_TIMEOUT });
  const results: { readonly bench: string; readonly seconds: number; readonly figures: readonly Figure[] }[] =
    [];
  for (const bench of benches) {
    say(bench.name);
    const start = performance.now();
    const figures = await bench.run({ say: (message) => say(`${bench.name}: ${message}`), docker, cluster });
    results.push({ bench: bench.name, seconds: (performance.now() - start) / 1000, figures });
  }
  const all = results.flatMap(({ figures }) => figures);
  console.log(table(all));
  const file = join(anewFolder("bench"), "results.json");
  const machine = { node: process.version, cores: availableParallelism(), at: new Date().toISOString() };
  writeFileSync(file, JSON.stringify({ ...machine, results }, undefined, 2));
  console.log(`\nAll of it: ${file}`);
  const missed = all.filter(isMissed);
  for (const { name } of missed) console.log(`MISSED: ${name}`);
  return missed.length === 0 ? 0 : 1;
});

function chosen(names: readonly string[] | undefined): readonly Bench[] {
  const unknown = names?.find((name) => !BENCHES.some((bench) => bench.name === name));
  if (unknown !== undefined) {
    const known = BENCHES.map(({ name }) => name).join(", ");
    throw new SetupError(`--only ${unknown}: there is no such part; there are ${known}`);
  }
  return BENCHES.filter(({ name }) => names === undefined || names.includes(name));
}
