import type { LockedBase } from "@anew/images";
import { Command } from "commander";
import { type ContentOptions, contentArgs, withContentOptions } from "../hash/content-options";

/** `anew lock PATH`: pins the base images of a Dockerfile, and says which pinned ones have moved. */
function lockCommand(): Command {
  return withContentOptions(new Command("lock"))
    .description("Pin the base images of a Dockerfile by digest, in the lock file beside it.")
    .option("--update", "take what moved base images are now")
    .action(async (path: string, options: ContentOptions & { readonly update?: boolean }) => {
      const { lockBaseImages } = await import("@anew/images");
      const bases = await lockBaseImages(contentArgs(path, options), { update: options.update === true });
      for (const base of bases) process.stdout.write(`${describe(base)}\n`);
      if (bases.length === 0) process.stdout.write("every base image is pinned in the Dockerfile itself\n");
    });
}

function describe({ name, outcome, pin, current, reason }: LockedBase): string {
  switch (outcome) {
    case "added":
      return `${name}: pinned to ${pin}`;
    case "unchanged":
      return `${name}: unchanged, ${pin}`;
    case "updated":
      return `${name}: now ${pin}`;
    case "moved":
      return `${name}: moved to ${current}, still pinned to ${pin}; take it with --update`;
    case "unchecked":
      return `${name}: pinned to ${pin}; could not be checked: ${reason}`;
  }
}

export { lockCommand };
