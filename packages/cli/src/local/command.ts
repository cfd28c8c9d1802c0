import { Command } from "commander";
import { withRunFlags, withStack } from "./flags.js";
import type { LocalOptions, RunOptions } from "./options.js";
import { refuseOthers } from "./refused-flags.js";

/** `anew local`: the embedded engine. */
export function localCommand(): Command {
  const command = new Command("local").description(
    "Run a Pulumi program on this machine without the Pulumi CLI; production is `pulumi up`.",
  );
  const runs = {
    preview: "Show what an update would do.",
    up: "Make everything as the program says.",
    destroy: "Delete everything that the state holds.",
    refresh: "Correct the state by what is really there.",
  } as const;
  for (const kind of ["preview", "up", "destroy", "refresh"] as const) {
    withRunFlags(command.command(kind).description(runs[kind]), kind).action(async (options: RunOptions) => {
      const { run } = await import("./run.js");
      process.exitCode = await run(kind, options);
    });
  }
  const exporting = command.command("export").description("Print the state as `pulumi stack export` does.");
  refuseOthers(
    withStack(exporting)
      .option("--file <path>", "write it to this file")
      .option("--show-secrets", "with secrets in clear text"),
  ).action(async (options: LocalOptions & { file?: string; showSecrets?: boolean }) => {
    const { exportState } = await import("./state.js");
    await exportState(options);
  });
  const importing = command.command("import").description("Replace the state by one that `export` printed.");
  refuseOthers(
    withStack(importing).option("--file <path>", "the exported state; the standard input when not given"),
  ).action(async (options: LocalOptions & { file?: string }) => {
    const { importState } = await import("./state.js");
    await importState(options);
  });
  const canceling = command.command("cancel").description("Remove the lock that a crashed run left.");
  refuseOthers(
    withStack(canceling).argument("[stack]", "the stack").option("-y, --yes", "without asking"),
  ).action(async (stack: string | undefined, options: LocalOptions) => {
    const { cancel } = await import("./state.js");
    await cancel(stack === undefined ? options : { ...options, stack });
  });
  return command;
}
