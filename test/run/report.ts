import type { TestResult } from "./protocol";

const SLOWEST = 10;
/** How much of a failure is told again at the end. */
const FAILURE_LINES = 20;

/** One line per file while the tests run, and every failure at once. */
export function fileLine(file: string, results: readonly TestResult[]): string {
  const count = (state: TestResult["state"]): number =>
    results.filter((result) => result.state === state).length;
  const seconds = (sum(results.map((result) => result.milliseconds)) / 1000).toFixed(1);
  const mark = count("failed") > 0 ? "FAILED" : "ok";
  const others = (["failed", "skipped"] as const)
    .filter((state) => count(state) > 0)
    .map((state) => `, ${count(state)} ${state}`);
  const failures = results.filter((result) => result.state === "failed").map(failure);
  return [`${mark} ${file}: ${count("passed")} passed${others.join("")} (${seconds} s)`, ...failures].join(
    "\n",
  );
}

function failure(result: TestResult): string {
  return `  FAILED ${result.title}\n${indent(result.detail ?? "no reason given")}`;
}

/** Skips with their reasons, where the time went, and, as the end of a log is what is read first, every failure once more. */
export function summary(
  results: readonly TestResult[],
  phases: readonly { readonly name: string; readonly seconds: number }[],
): string {
  const failed = results.filter((result) => result.state === "failed");
  const total = sum(phases.map((phase) => phase.seconds));
  const slowest = [...results].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, SLOWEST);
  return [
    ...skips(results),
    "",
    "Slowest tests:",
    ...slowest.map(({ milliseconds, file, title }) => `  ${seconds(milliseconds / 1000)}  ${file}: ${title}`),
    "",
    "Where the time went:",
    ...phases.map(({ name, seconds: each }) => `  ${seconds(each)}  ${name}`),
    `  ${seconds(total)}  in all`,
    "",
    ...failed.map((result) => `FAILED ${result.file}: ${result.title}\n${indent(beginning(result))}\n`),
  ].join("\n");
}

function beginning({ detail = "no reason given" }: TestResult): string {
  const lines = detail.split("\n");
  return [...lines.slice(0, FAILURE_LINES), ...(lines.length > FAILURE_LINES ? ["…"] : [])].join("\n");
}

/** Skips by reason: a whole suite has one. */
function skips(results: readonly TestResult[]): readonly string[] {
  const byReason = new Map<string, TestResult[]>();
  for (const result of results.filter(({ state }) => state === "skipped")) {
    const reason = result.detail ?? "no reason given";
    byReason.set(reason, [...(byReason.get(reason) ?? []), result]);
  }
  if (byReason.size === 0) return [];
  return [
    "",
    "Skipped:",
    ...[...byReason].flatMap(([reason, tests]) => [
      `  ${reason}:`,
      ...tests.map(({ file, title }) => `    ${file}: ${title}`),
    ]),
  ];
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}

function seconds(value: number): string {
  return `${value.toFixed(1).padStart(6)} s`;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
