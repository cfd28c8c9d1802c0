import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { anewFolder, EmbeddedEngine, type Engine, installedPulumi, root } from "../setup";
import { type EngineRun, measureEngine } from "./engine-measure";
import { type Bench, type Figure, sample, type Target } from "./figure";

const RUNS = 5;
const FEW = 5;
const MANY = 1000;
const VERY_MANY = 10_000;

/** The embedded engine: in process, as the tests use it, and as a command, beside the real one where there is one. */
export const engine: Bench = {
  name: "engine",
  async run({ say }) {
    const sdk = (count: number) => measureEngine("sdk", count, RUNS);
    const [sdkFew, few, sdkMany] = [
      await sdk(FEW),
      await measureEngine("changed", FEW, RUNS),
      await sdk(MANY),
    ];
    const many = await measureEngine("unchanged", MANY, RUNS);
    say(`${VERY_MANY} resources`);
    const veryMany = await measureEngine("unchanged", VERY_MANY, 1);
    const apart = await measureEngine("process", VERY_MANY, 1);
    say("the same as a command");
    const real = await installedPulumi();
    const command = await asCommand(new EmbeddedEngine());
    const peer =
      real === undefined ? undefined : { name: real.name, measured: sample(await asCommand(real)) };
    return [
      {
        name: `engine, one update of ${FEW} resources in process`,
        unit: "ms",
        measured: sample(few.milliseconds.up ?? []),
        peer: alone(sdkFew),
        wanted: { most: 50, of: "the value beyond the peer's" },
      },
      ...unchanged(many, MANY, { most: 2_000 }, alone(sdkMany)),
      ...unchanged(veryMany, VERY_MANY, { most: 15_000 }),
      {
        // The program and the platform's model are in the same process, beside the engine.
        name: `engine, ${VERY_MANY} unchanged resources of a provider, peak memory of the one process`,
        unit: "MB",
        measured: sample([veryMany.peakMegabytes]),
      },
      {
        name: `engine, ${VERY_MANY} unchanged components, program in a process of its own`,
        unit: "ms",
        measured: sample(apart.milliseconds.preview ?? []),
        wanted: { most: 15_000 },
      },
      {
        name: `engine, ${VERY_MANY} unchanged components, peak memory of the engine's process`,
        unit: "MB",
        measured: sample([apart.peakMegabytes]),
        wanted: { most: 600 },
      },
      {
        name: `engine, ${MANY} unchanged components, preview by anew local`,
        unit: "ms",
        measured: sample(command),
        ...(peer && { peer }),
      },
    ];
  },
};

function alone({ milliseconds }: EngineRun): NonNullable<Figure["peer"]> {
  return { name: "the SDK alone", measured: sample(milliseconds.preview ?? []) };
}

function unchanged(run: EngineRun, count: number, wanted: Target, peer?: Figure["peer"]): Figure[] {
  return (["preview", "up"] as const).map((kind) => ({
    name: `engine, ${count} unchanged resources, ${kind} in process`,
    unit: "ms",
    measured: sample(run.milliseconds[kind] ?? []),
    ...(peer ? { peer } : {}),
    wanted,
  }));
}

/** Milliseconds of each preview by a command; components need no provider, so the real engine can run the same program. */
async function asCommand(engine: Engine): Promise<readonly number[]> {
  const folder = mkdtempSync(join(anewFolder("bench"), "engine-"));
  try {
    symlinkSync(join(root, "test/node_modules"), join(folder, "node_modules"));
    const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
    write("package.json", JSON.stringify({ private: true, main: "index.js" }));
    write("Pulumi.yaml", "name: anew-bench\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n");
    write(
      "index.js",
      `const { ComponentResource } = require("@pulumi/pulumi");
       for (let index = 0; index < ${MANY}; index++) new ComponentResource("bench:index:Empty", "empty-" + index);`,
    );
    const target = { cwd: folder, stack: "bench", config: {} };
    succeeded(await engine.up(target));
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) times.push(succeeded(await engine.preview(target)) * 1000);
    succeeded(await engine.destroy(target));
    return times;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the seconds that it took */
function succeeded({ exitCode, seconds, error }: Awaited<ReturnType<Engine["up"]>>): number {
  if (exitCode !== 0) throw new Error(error);
  return seconds;
}
