import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { end, main } from "../setup/cleanup";
import { run } from "../setup/command";
import { root } from "../setup/places";
import { discoverTests, type Tier } from "./discover";
import { importProblems } from "./import-check";
import type { TestResult } from "./protocol";
import { fileLine, summary } from "./report";
import { runTests, type Worker } from "./run-tests";
import { clusterEnvironment, dockerEnvironment } from "./surroundings";
import { tally, tallyLine } from "./tally";

/** A worker that says nothing for this long is taken for hung, in milliseconds. */
const SILENCE = 10 * 60_000;
const STEP_TIMEOUT = 10 * 60_000;

const { values, positionals } = parseArgs({
  options: {
    /** Neither Docker nor a cluster. */
    fast: { type: "boolean", default: false },
    /** Neither build nor checks, for a quick look while something is being changed. */
    "tests-only": { type: "boolean", default: false },
  },
  allowPositionals: true, // parts of paths: only the test files that hold one of them
});

const phases: { name: string; seconds: number }[] = [];
const results: TestResult[] = [];
const failedSteps: string[] = [];

main(async () => {
  const built = values["tests-only"] || (await buildAndCheck());
  const files = discoverTests(root).filter(
    ({ path }) => positionals.length === 0 || positionals.some((part) => path.includes(part)),
  );
  const of = (tier: Tier): string[] => files.filter((file) => file.tier === tier).map(({ path }) => path);
  if (!built) console.log("The tests were not run: they need the build.");
  else {
    await phase("fast tests", () => test(byCore(of("fast"))));
    if (!values.fast) {
      if (of("slow").length > 0) await phase("slow tests", () => test(byCore(of("slow"))));
      await testsInSurroundings(of("docker"), of("cluster"));
    }
  }
  await phase("clean-up", end);
  console.log(summary(results, phases));
  for (const name of failedSteps) console.log(`FAILED step: ${name}`);
  const counts = tally(results, failedSteps.length);
  console.log(tallyLine(counts));
  return counts.failed === 0 ? 0 : 1;
});

/** @returns whether there is something to test */
async function buildAndCheck(): Promise<boolean> {
  const built = await step("build", () => tool("tsc", ["-b"]));
  await step("lint", () => tool("biome", ["check"]));
  await step("types of the tests", () => tool("tsc", ["-p", "test/tsconfig.json", "--noEmit"]));
  await step("import check", async () => {
    const problems = importProblems(root);
    for (const problem of problems) console.log(problem);
    return problems.length === 0;
  });
  return built;
}

/**
 * Tests that need surroundings, which stay until the end of the run. Most of their time is spent waiting, so two run at a
 * time: one works through those with a cluster, the other through those with Docker, and who is done first helps.
 */
async function testsInSurroundings(docker: string[], cluster: string[]): Promise<void> {
  if (docker.length + cluster.length === 0) return;
  const surroundings: Record<"docker" | "cluster", NodeJS.ProcessEnv | undefined> = {
    docker: undefined,
    cluster: undefined,
  };
  await step("Docker and base images", async () => {
    surroundings.docker = await dockerEnvironment();
    return true;
  });
  if (cluster.length > 0) {
    await step("cluster", async () => {
      surroundings.cluster = await clusterEnvironment();
      return true;
    });
  }
  const workers: Worker[] = [];
  // A daemon or a cluster that did not start has been counted as a failure, and its tests can't run.
  if (surroundings.docker !== undefined) workers.push({ env: surroundings.docker, queues: [docker] });
  if (surroundings.cluster !== undefined) {
    workers.push({ env: surroundings.cluster, queues: [cluster, docker] });
  }
  await phase("tests with Docker and a cluster", () => test(workers));
}

/** A worker for each core. */
function byCore(files: string[]): readonly Worker[] {
  const count = Math.min(availableParallelism(), files.length);
  return Array.from({ length: count }, () => ({ env: process.env, queues: [files] }));
}

async function test(workers: readonly Worker[]): Promise<void> {
  const onFile = (file: string, of: readonly TestResult[]): void => console.log(fileLine(file, of));
  results.push(...(await runTests(workers, { silence: SILENCE, onFile })));
}

async function tool(name: string, args: readonly string[]): Promise<boolean> {
  const { exitCode, stdout, stderr } = await run(`${root}/node_modules/.bin/${name}`, args, {
    cwd: root,
    timeout: STEP_TIMEOUT,
  });
  if (exitCode !== 0) console.log(`${stdout}${stderr}`.trim());
  return exitCode === 0;
}

async function step(name: string, body: () => Promise<boolean>): Promise<boolean> {
  const ok = await phase(name, body).catch((error: Error) => {
    console.log(error.stack);
    return false;
  });
  if (!ok) {
    failedSteps.push(name);
    console.log(`FAILED step: ${name}`);
  }
  return ok;
}

async function phase<T>(name: string, body: () => Promise<T>): Promise<T> {
  const started = Date.now();
  try {
    return await body();
  } finally {
    phases.push({ name, seconds: (Date.now() - started) / 1000 });
  }
}
