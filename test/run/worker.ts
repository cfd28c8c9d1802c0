import { readFileSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";
import { root } from "../setup/places";
import { skipReason } from "../setup/skip";
import type { FromWorker, TestResult, ToWorker } from "./protocol";

// A process that runs one test file after the other, as the runner hands them out. Modules stay loaded between them.

/** The runner prints; a reporter in the worker would only mix the lines of two. */
class Silent extends Mocha.reporters.Base {}

const options = JSON.parse(readFileSync(join(root, ".mocharc.json"), "utf8")) as { timeout: number };

process.on("message", (message: ToWorker) => {
  if (message.kind === "end") process.exit(0);
  void runFile(message.file).then(() => tell({ kind: "idle", file: message.file }));
});
process.on("disconnect", () => process.exit(1)); // the runner is gone
tell({ kind: "idle" });

async function runFile(file: string): Promise<void> {
  const mocha = new Mocha({ timeout: options.timeout, forbidOnly: true, reporter: Silent });
  mocha.addFile(join(root, file));
  const started = Date.now();
  try {
    await mocha.loadFilesAsync();
  } catch (error) {
    const milliseconds = Date.now() - started;
    tell({
      kind: "result",
      result: { file, title: "(loading)", state: "failed", milliseconds, detail: describe(error) },
    });
    return;
  }
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    const report = (test: Mocha.Test | Mocha.Hook, state: TestResult["state"], detail?: string): void => {
      const result = { file, title: test.titlePath().join(" › "), state, milliseconds: test.duration ?? 0 };
      tell({ kind: "result", result: detail === undefined ? result : { ...result, detail } });
    };
    runner.on("pass", (test) => report(test, "passed"));
    runner.on("pending", (test) => report(test, "skipped", skipReason(test)));
    runner.on("fail", (test, error) => report(test, "failed", describe(error)));
  });
  mocha.dispose();
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { actual, expected } = error as { actual?: unknown; expected?: unknown };
  const text = error.stack?.includes(error.message) ? error.stack : `${error.message}\n${error.stack ?? ""}`;
  const stack = text
    .split("\n")
    .filter((line) => !/^\s+at .*(node:internal|node_modules)/.test(line))
    .join("\n");
  if (actual === undefined || expected === undefined) return stack;
  const [left, right] = [actual, expected].map((value) => Mocha.utils.stringify(value));
  return `${stack}\n${Mocha.reporters.Base.generateDiff(left as string, right as string)}`;
}

function tell(message: FromWorker): void {
  process.send?.(message);
}
