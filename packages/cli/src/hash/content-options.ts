import type { ImageContentArgs } from "@anew/images";
import type { Command } from "commander";

/** Options that say what goes into an image, spelled as `docker build` spells them. */
interface ContentOptions {
  readonly dockerfile?: string;
  readonly buildArg?: readonly string[];
  readonly target?: string;
  readonly platform?: readonly string[];
}

/** Adds the folder and the options to a command. */
function withContentOptions(command: Command): Command {
  const collect = (value: string, all: readonly string[] = []) => [...all, value];
  return command
    .argument("<path>", "the build's context, a folder")
    .option("-f, --dockerfile <file>", "the Dockerfile (default: Dockerfile in the context)")
    .option("--build-arg <name=value>", "a build argument; may be repeated", collect)
    .option("--target <stage>", "the stage to build (default: the last one)")
    .option("--platform <platform>", "a platform such as linux/amd64; may be repeated", collect);
}

/**
 * The same as an ImageBuild takes it.
 * @throws RangeError for a build argument without a value that is not in the environment either
 */
function contentArgs(context: string, options: ContentOptions): ImageContentArgs {
  const { dockerfile, buildArg = [], target, platform = [] } = options;
  return {
    context,
    ...(dockerfile === undefined ? {} : { dockerfile }),
    buildArgs: Object.fromEntries(buildArg.map(parseBuildArg)),
    ...(target === undefined ? {} : { target }),
    platforms: platform.flatMap((value) => value.split(",")),
  };
}

/** `NAME=value`, or `NAME` for the value in the environment, as docker build takes it. */
function parseBuildArg(text: string): [string, string] {
  const equals = text.indexOf("=");
  if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
  const value = process.env[text];
  if (equals === -1 && value !== undefined) return [text, value];
  throw new RangeError(`--build-arg: got ${JSON.stringify(text)}, expected NAME=value`);
}

export type { ContentOptions };
export { contentArgs, withContentOptions };
