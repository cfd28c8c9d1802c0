import { type Command, InvalidArgumentError, Option } from "commander";
import type { Operation } from "./options.js";
import { refuseOthers } from "./refused-flags.js";

/** The flags that every command has. */
export function withStack(command: Command): Command {
  return command
    .option("-C, --cwd <folder>", "the folder of the program", ".")
    .addOption(new Option("-s, --stack <name>", "the stack").default("dev").env("PULUMI_STACK"))
    .option(
      "--config-file <path>",
      "read the stack's configuration from this file, not from Pulumi.<stack>.yaml",
    )
    .addOption(
      new Option("--color <when>", "whether to color").choices(["always", "never", "auto"]).default("auto"),
    )
    .option("--non-interactive", "ask nothing and write plain lines, as without a terminal");
}

/** The flags of a run, named as the Pulumi CLI has them. */
export function withRunFlags(command: Command, operation: Operation): Command {
  const acts = operation !== "preview";
  const plans = operation === "preview" || operation === "up";
  const deletes = operation !== "refresh";
  withStack(command)
    .option("-c, --config <key=value>", "configuration, over that of the stack's file; repeatable", collect)
    .option("--secret <key=value>", "the same, as a secret; repeatable", collect)
    .option("--config-path", "the keys are paths into structured values, as data.list[0]")
    .option("-d, --debug", "also show what is meant for debugging")
    .option("--diff", "show what changes in each resource")
    .option("--expect-no-changes", "end with exit code 7 when there are changes")
    .option("-j, --json", "print one JSON object, and everything else to the standard error output")
    .option("-m, --message <text>", "a note that is shown above the run")
    .addOption(
      new Option("-p, --parallel <n>", "how many steps may be under way at once")
        .argParser(positive)
        .env("PULUMI_PARALLEL"),
    )
    .option(
      "-t, --target <urn>",
      "only this resource; a URN, or a pattern with * and **; repeatable",
      collect,
    )
    .option("--target-dependents", "also what depends on the targets")
    .option("-x, --exclude <urn>", "all but this resource; repeatable", collect)
    .option("--exclude-dependents", "exclude what depends on the excluded ones, too")
    .option("--run-program", runProgram(operation));
  if (plans) {
    command
      .option("--replace <urn>", "replace this resource; repeatable", collect)
      .option("--target-replace <urn>", "the same as --target and --replace; repeatable", collect);
  }
  if (operation !== "refresh") {
    command.option("-r, --refresh [true|false]", "first correct the state by what is really there", truth);
  }
  if (operation === "up" || operation === "destroy") {
    command.option("--continue-on-error", "go on with what does not depend on a failed step");
  }
  if (deletes) command.option("--ignore-protect", "treat protected resources like others");
  if (operation === "destroy") command.option("--exclude-protected", "leave protected resources alone");
  if (operation === "refresh") {
    command.option("--clear-pending-creates", "forget the creations that an interrupted update noted");
  }
  if (acts) {
    command
      .option("-y, --yes", "do it after the preview without asking")
      .option("-f, --skip-preview", "do it without a preview and without asking");
  }
  if (operation === "destroy" || operation === "refresh") {
    command.option("--preview-only", "only show what would be done");
  }
  command
    .option("--show-sames", "also show what is unchanged")
    .option("--show-secrets", "show secret outputs in clear text")
    .option("--suppress-outputs", "do not show the stack's outputs")
    .option("--suppress-progress", "do not show progress that is of interest only while it lasts")
    .option("--urns", "show whole URNs");
  return refuseOthers(command);
}

function runProgram(operation: Operation): string {
  return operation === "preview" || operation === "up"
    ? "with --refresh: refresh by the providers as the program has them"
    : "run the program, for its providers' present settings and its hooks";
}

function collect(text: string, list: readonly string[] = []): readonly string[] {
  return [...list, text];
}

function positive(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError("expected a whole number from 1");
  return count;
}

function truth(text: string): boolean {
  if (text !== "true" && text !== "false") throw new InvalidArgumentError("expected true or false");
  return text === "true";
}
