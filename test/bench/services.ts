import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { kubernetesRules, MemoryProvider, MemoryStore, TestStack } from "@anew/engine";
import { BlueGreenGroup } from "@anew/kubernetes";
import { anewFolder, root } from "../setup";
import { type Bench, type Figure, sample } from "./figure";

const FEW = 50;
const MANY = 200;
const RUNS = 3;
/** How much more a service may take among many than among few: a growth that is linear, and the noise of a busy machine. */
const LINEAR = 1.5;

const IMAGE = `registry.example/web@sha256:${"1".repeat(64)}`;

interface Times {
  readonly preview: number[];
  readonly up: number[];
}

/** Many groups in one program, in a cluster in memory: what a preview and an update without changes take for each. */
export const services: Bench = {
  name: "services",
  async run({ say }) {
    const few = await measure(FEW);
    say(`${MANY} groups`);
    const many = await measure(MANY);
    return (["preview", "up"] as const).map(
      (kind): Figure => ({
        name: `${MANY} groups in a cluster, nothing changed, ${kind}, for each`,
        unit: "ms",
        measured: sample(many[kind].map((ms) => ms / MANY)),
        peer: { name: `${FEW} groups, for each`, measured: sample(few[kind].map((ms) => ms / FEW)) },
        wanted: { most: LINEAR, of: "the ratio" },
      }),
    );
  },
};

async function measure(count: number): Promise<Times> {
  const folder = mkdtempSync(join(anewFolder("bench"), "cluster-"));
  const { KUBECONFIG } = process.env;
  process.env.KUBECONFIG = `simulated://${join(folder, "cluster.json")}`;
  const store = new MemoryStore();
  const stack = new TestStack({
    program: () => {
      for (let n = 0; n < count; n++) declare(`web-${n}`);
      return {};
    },
    folder: join(root, "test"),
    providers: { kubernetes: () => new MemoryProvider({ types: [], other: kubernetesRules, store }) },
  });
  const timed = async (run: () => Promise<{ readonly error?: string | undefined }>): Promise<number> => {
    const start = performance.now();
    const { error } = await run();
    if (error !== undefined) throw new Error(error);
    return performance.now() - start;
  };
  try {
    await timed(() => stack.up());
    const times: Times = { preview: [], up: [] };
    for (let run = 0; run < RUNS; run++) {
      times.preview.push(await timed(() => stack.preview()));
      times.up.push(await timed(() => stack.up()));
    }
    return times;
  } finally {
    if (KUBECONFIG === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = KUBECONFIG;
    rmSync(folder, { recursive: true, force: true });
  }
}

function declare(name: string): BlueGreenGroup {
  return new BlueGreenGroup(name, {
    image: IMAGE,
    port: 8080,
    replicas: 2,
    env: { NAME: name },
    listen: { port: 80 },
    healthCheck: { path: "/healthz", interval: "1 millisecond", healthyAfter: 1, timeout: "10 seconds" },
  });
}
