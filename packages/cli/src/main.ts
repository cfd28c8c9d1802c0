#!/usr/bin/env node
import { Command } from "commander";
import { COMMANDS } from "./commands.js";
import { exitCodeOf } from "./local/exit-code.js";

/** The `anew` command: each subcommand is loaded when it is asked for. */
async function main(): Promise<void> {
  const program = new Command("anew").description("Immutable infrastructure with Pulumi.");
  for (const { name, description, load } of COMMANDS) {
    program
      .command(name)
      .description(description)
      .argument("[args...]")
      .helpOption(false)
      .allowUnknownOption()
      .action(async (args: string[]) => {
        const command = await load();
        await command.name(`anew ${name}`).parseAsync(args, { from: "user" });
      });
  }
  program.enablePositionalOptions().passThroughOptions();
  await program.parseAsync();
}

main().catch((error: unknown) => {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = exitCodeOf(error);
});
