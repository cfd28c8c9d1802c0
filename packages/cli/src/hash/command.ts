import { Command } from "commander";
import { type ContentOptions, contentArgs, withContentOptions } from "./content-options";
import { type MachineOptions, machineArgs, withMachineOptions } from "./machine-options";
import { requireOneKind } from "./one-kind";

/** `anew hash PATH`: standard output holds the hash alone, the one that an image with these options has. */
function hashCommand(): Command {
  return withMachineOptions(withContentOptions(new Command("hash")))
    .description("Print the content hash that an ImageBuild or a MachineImage with these options has.")
    .action(async (path: string, options: ContentOptions & MachineOptions) => {
      requireOneKind(options);
      const { imageContentHash, machineContentHash } = await import("@anew/images");
      const subject = `anew hash ${path}`;
      const hash =
        options.machineImage === true
          ? machineContentHash(machineArgs(path, options), subject)
          : imageContentHash(contentArgs(path, options), subject);
      process.stdout.write(`${hash}\n`);
    });
}

export { hashCommand };
