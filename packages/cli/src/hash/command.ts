import { Command } from "commander";
import { type ContentOptions, contentArgs, withContentOptions } from "./content-options";

/** `anew hash PATH`: standard output holds the hash alone, the one that ImageBuild has with these options. */
function hashCommand(): Command {
  return withContentOptions(new Command("hash"))
    .description("Print the content hash that an ImageBuild with these options has.")
    .action(async (path: string, options: ContentOptions) => {
      const { imageContentHash } = await import("@anew/images");
      const hash = imageContentHash(contentArgs(path, options), `anew hash ${path}`);
      process.stdout.write(`${hash}\n`);
    });
}

export { hashCommand };
