import { parseArgs } from "node:util";
import { main, SetupError } from "../setup/cleanup";
import { say } from "../setup/say";
import { built } from "./build";
import { installClusterPrograms, lastingCluster } from "./choose";
import { TRAEFIK } from "./gateway-build";
import { StartedCluster } from "./own-cluster";
import { readRecords } from "./record";
import { startCluster } from "./start";
import { undoCluster, undoLeftovers } from "./undo";

const USAGE = `usage: pnpm cluster up [--port N]   starts a Kubernetes on this machine, which goes on until it is taken down
       pnpm cluster gateway         builds Traefik, 10 minutes the first time: the tests of gateways run where it is built
       pnpm cluster env             prints what to set: eval "$(npx -y pnpm@12 --silent cluster env)"
       pnpm cluster down            removes it whole`;

const { values, positionals } = parseArgs({
  options: {
    /** The API server's. */
    port: { type: "string" },
  },
  allowPositionals: true,
});

main(async () => {
  const [command] = positionals;
  if (command === "up") return up();
  if (command === "gateway") return gateway();
  if (command === "env") return env();
  if (command === "down") return down();
  console.error(USAGE);
  return 2;
});

async function up(): Promise<number> {
  const running = lastingCluster();
  if (running !== undefined) {
    say(`it is up already (${running.id})`);
  } else {
    const started = Date.now();
    await installClusterPrograms();
    const port = values.port === undefined ? {} : { port: Number(values.port) };
    const cluster = await startCluster({ lasting: true, ...port });
    say(`up in ${((Date.now() - started) / 1000).toFixed(1)} s: ${cluster.id}`);
  }
  return env();
}

async function gateway(): Promise<number> {
  say(await built(TRAEFIK));
  return 0;
}

function env(): number {
  const running = lastingCluster();
  if (running === undefined) throw new SetupError("no cluster is up: npx -y pnpm@12 cluster up");
  const cluster = new StartedCluster(running.id);
  console.log(`export KUBECONFIG=${cluster.kubeconfig}`);
  console.log(`kubectl() { ${running.program} kubectl "$@"; }`);
  return 0;
}

async function down(): Promise<number> {
  const started = Date.now();
  await undoLeftovers();
  const lasting = readRecords().filter(({ owner }) => owner === undefined);
  for (const record of lasting) await undoCluster(record);
  say(lasting.length === 0 ? "nothing was up" : `removed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return 0;
}
