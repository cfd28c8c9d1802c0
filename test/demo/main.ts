import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { end, main } from "../setup/cleanup";
import { mustRun } from "../setup/command";
import { anewFolder, root } from "../setup/places";
import { markLines } from "../setup/say";
import { picture } from "./picture";
import { openRealWorld } from "./real-world";
import { type DemoResult, runDemo } from "./run-demo";
import { openSimulatedWorld } from "./simulated-world";
import { table } from "./table";

const BUILD_TIMEOUT = 5 * 60_000;

const { values } = parseArgs({
  options: {
    /** One JSON object as the last line; everything else goes to the error stream. */
    json: { type: "boolean", default: false },
    /** Without Docker: every line says so. */
    simulated: { type: "boolean", default: false },
    /** For tests: the build is there already. */
    "no-build": { type: "boolean", default: false },
  },
});

main(async () => {
  const mark = values.simulated ? "simulated: " : "";
  if (values.simulated) markLines(mark);
  const stream = values.json ? process.stderr : process.stdout;
  const print = (line: string): void => {
    for (const part of line.split("\n")) stream.write(`${mark}${part}\n`);
  };
  if (!values["no-build"]) {
    await mustRun(join(root, "node_modules/.bin/tsc"), ["-b"], { cwd: root, timeout: BUILD_TIMEOUT });
  }
  const world = values.simulated ? openSimulatedWorld() : await openRealWorld();
  print(`The example examples/docker-blue-green, run by ${engineName(world.engine)}.`);
  const result = await runDemo(world, print);

  const file = join(anewFolder("demo"), "requests.svg");
  const marks = result.releases.map(({ name, update }) => ({ name, update }));
  writeFileSync(file, picture(result.load, marks, `${mark}Releases of a blue/green group`));
  print("");
  for (const line of table(result.releases)) print(line);
  print("");
  print(`Requests per second by generation: ${file}`);
  await end();
  for (const line of result.unmet) print(`NOT AS EXPECTED: ${line}`);
  print(
    result.unmet.length === 0
      ? "All as expected; nothing is left behind."
      : `${result.unmet.length} not as expected`,
  );
  if (values.json) process.stdout.write(`${JSON.stringify(report(world.engine, result))}\n`);
  return result.unmet.length === 0 ? 0 : 1;
});

function report(engine: string, { releases, leftovers }: DemoResult): object {
  return {
    engine,
    ...(values.simulated && { simulated: true }),
    releases: releases.map((release) => ({
      name: release.name,
      seconds: release.seconds,
      requests: release.requests,
      failedRequests: release.failedRequests,
      p99Ms: release.p99Ms,
      builds: release.builds,
      created: release.created,
      replaced: release.replaced,
      updatedInPlace: release.updatedInPlace,
      deleted: release.deleted,
      servedBy: release.servedBy,
    })),
    leftovers,
  };
}

function engineName(engine: string): string {
  return engine === "embedded" ? "the embedded engine" : engine;
}
