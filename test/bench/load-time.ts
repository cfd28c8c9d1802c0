import { mustRun } from "../setup";
import type { Bench } from "./figure";
import { sample } from "./figure";

const PROCESSES = 20;

/** How long a program waits for the import of @anew/docker, beyond what it imports anyway. */
export const loadTime: Bench = {
  name: "load-time",
  async run() {
    const runs: { readonly base: number; readonly beyond: number }[] = [];
    // The first one fills the file cache and is not counted.
    for (let process = 0; process <= PROCESSES; process++) runs.push(await measureOnce());
    const counted = runs.slice(1);
    return [
      {
        name: "loading @anew/docker, beyond its two dependencies",
        unit: "ms",
        measured: sample(counted.map(({ beyond }) => beyond)),
        peer: {
          name: "loading @pulumi/pulumi and @pulumi/docker",
          measured: sample(counted.map(({ base }) => base)),
        },
        wanted: { most: 150 },
      },
    ];
  },
};

async function measureOnce(): Promise<{ base: number; beyond: number }> {
  const script = `
    const start = performance.now();
    require("@pulumi/pulumi");
    require("@pulumi/docker");
    const base = performance.now();
    require("@anew/docker");
    const end = performance.now();
    console.log(JSON.stringify({ base: base - start, beyond: end - base }));`;
  return JSON.parse(await mustRun(process.execPath, ["-e", script], { cwd: __dirname }));
}
