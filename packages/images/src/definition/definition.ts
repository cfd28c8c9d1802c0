import { resolve } from "node:path";
import { type FileTreeFilter, InputProblems } from "@anew/core";
import type { ImageContentArgs } from "../content-args";
import { type BaseImage, baseImages } from "../dockerfile/base-images";
import type { Dockerfile } from "../dockerfile/dockerfile";
import { lockPathOf, readLockFile } from "../lock/lock-file";
import type { Pins } from "../lock/pin";
import { contentHashOf } from "./content-hash-of";
import { MUST_BE_PLAIN, readContext, readFilter, withoutFile } from "./read-context";
import { readDockerfileAt } from "./read-dockerfile";
import { checkTarget, readBuildArgs, readPlatforms } from "./read-options";
import { requirePins } from "./require-pins";

/** An image's content, read from the disk and checked. */
interface BuildDefinition {
  /** 64 hexadecimal digits over everything that goes into the image. */
  readonly contentHash: string;
  /** Absolute. */
  readonly context: string;
  /** What of the context is sent. */
  readonly filter: FileTreeFilter;
  readonly dockerfile: Dockerfile;
  /** Absolute path of the lock file, whether it exists or not. */
  readonly lockPath: string;
  readonly bases: readonly BaseImage[];
  readonly pins: Pins;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly platforms: readonly string[];
}

/** Everything but the pins, and so what `anew lock` needs. */
type UnpinnedDefinition = Omit<BuildDefinition, "contentHash">;

/**
 * Reads what goes into an image and hashes it.
 *
 * @param subject for errors: `ImageBuild web`
 * @param problems what is already known to be wrong, to be said together
 * @throws InputError with all problems; FileTreeError for a context that cannot be read
 */
function readDefinition(
  args: ImageContentArgs,
  subject: string,
  problems = new InputProblems(),
): BuildDefinition {
  const definition = collectDefinition(args, problems);
  if (definition !== undefined) requirePins(definition, args, problems);
  problems.throwIfAny(subject);
  if (definition === undefined) throw new Error("unreachable: a definition is missing without a problem");
  return { ...definition, contentHash: contentHashOf(definition) };
}

/** Whether an argument is absent or a text; what is neither is noted. */
function isPlainText(property: string, given: unknown, problems: InputProblems): boolean {
  if (given === undefined || typeof given === "string") return true;
  problems.add({ property, given, expected: "a text", fix: MUST_BE_PLAIN });
  return false;
}

/** Adds what is wrong to `problems`; what could be read is returned. */
function collectDefinition(args: ImageContentArgs, problems: InputProblems): UnpinnedDefinition | undefined {
  const context = readContext(args.context, problems);
  const named = isPlainText("dockerfile", args.dockerfile, problems);
  const path = resolve(named ? (args.dockerfile ?? `${context}/Dockerfile`) : "");
  const dockerfile =
    !named || (context === undefined && args.dockerfile === undefined)
      ? undefined
      : readDockerfileAt(path, context === undefined ? { ...args, context: "" } : args, problems);
  const buildArgs = readBuildArgs(args.buildArgs, problems);
  const platforms = readPlatforms(args.platforms, problems);
  const targeted = isPlainText("target", args.target, problems);
  if (dockerfile !== undefined && targeted) checkTarget(args.target, dockerfile, problems);
  if (context === undefined || dockerfile === undefined) return undefined;

  const filter = readFilter(context, path, problems);
  if (filter === undefined) return undefined;
  const lockPath = lockPathOf(path);
  return {
    context,
    filter: withoutFile(filter, context, lockPath),
    dockerfile,
    lockPath,
    bases: baseImages(dockerfile, { buildArgs, platforms }, problems),
    pins: readLockFile(lockPath, problems),
    buildArgs,
    ...(args.target === undefined ? {} : { target: args.target }),
    platforms,
  };
}

export type { BuildDefinition, UnpinnedDefinition };
export { collectDefinition, readDefinition };
