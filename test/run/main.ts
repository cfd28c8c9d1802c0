import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { end, main } from "../setup/cleanup";
import { run } from "../setup/command";
import { root } from "../setup/places";
import { discoverTests, type Tier } from "./discover";
import { importProblems } from "./import-check";
import type { TestResult } from "./protocol";
import { fileLine, summary } from "./report";
import { runTests } from "./run-tests";
import { clusterEnvironment, dockerEnvironment } from "./surroundings";
import { tally, tallyLine } from "./tally";

/** A worker that says nothing for this long is taken for hung, in milliseconds. */
const SILENCE: Readonly<Record<Tier, number>> = {
  fast: 120_000,
  slow: 5 * 60_000,
  docker: 10 * 60_000,
  cluster: 10 * 60_000,
};

/**
 * How many files of a tier run at a time, beside those that have to run alone: most of their time is spent waiting for
 * containers and for health checks.
 */
const WORKERS = { docker: 2, cluster: 2 };
const TITLE = { docker: "Docker", cluster: "a cluster" };
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
  const of = (tier: Tier, alone = false): string[] =>
    files.filter((file) => file.tier === tier && file.alone === alone).map(({ path }) => path);
  if (!built) console.log("The tests were not run: they need the build.");
  else {
    await phase("fast tests", () => test("fast", of("fast"), availableParallelism(), process.env));
    if (!values.fast && of("slow").length > 0) {
      await phase("slow tests", () => test("slow", of("slow"), availableParallelism(), process.env));
    }
    if (!values.fast) {
      await testsIn("docker", dockerEnvironment, of("docker"), of("docker", true));
      await testsIn("cluster", clusterEnvironment, of("cluster"), of("cluster", true));
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

/** Tests that need surroundings, which stay until the end of the run. */
async function testsIn(
  tier: "docker" | "cluster",
  surroundings: () => Promise<NodeJS.ProcessEnv>,
  files: readonly string[],
  alone: readonly string[],
): Promise<void> {
  if (files.length + alone.length === 0) return;
  let env: NodeJS.ProcessEnv | undefined;
  const name = tier === "docker" ? "Docker and base images" : "cluster";
  await step(name, async () => {
    env = await surroundings();
    return true;
  });
  const surrounded = env;
  if (surrounded === undefined) return;
  await phase(`tests with ${TITLE[tier]}`, async () => {
    await test(tier, files, WORKERS[tier], surrounded);
    await test(tier, alone, 1, surrounded);
  });
}

async function test(
  tier: Tier,
  files: readonly string[],
  workers: number,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const onFile = (file: string, of: readonly TestResult[]): void => console.log(fileLine(file, of));
  results.push(...(await runTests(files, { workers, env, silence: SILENCE[tier], onFile })));
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
