import { type InputProblems, isImageId, parseImageReference, reasonOf } from "@anew/core";
import type { Dockerfile, ImageMention } from "./dockerfile";
import { SubstitutionError, substitute } from "./substitute";

/** An image that a build starts from or copies from. */
interface BaseImage {
  /** With build arguments filled in: `node:22-alpine`. */
  readonly name: string;
  /** Whether the name itself has a digest (or is an image id), so that it cannot move. */
  readonly pinned: boolean;
  readonly mentions: readonly ImageMention[];
}

interface BaseImageOptions {
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Normalized; none: the builder's own. */
  readonly platforms: readonly string[];
}

/** Tried when no platform is named, to see whether a name made of `TARGETARCH` is a stage. */
const USUAL_PLATFORMS = ["linux/amd64", "linux/arm64"];

/** The images that a Dockerfile names and that are no stages of its own, sorted by name. */
function baseImages(file: Dockerfile, options: BaseImageOptions, problems: InputProblems): BaseImage[] {
  const found = new Map<string, ImageMention[]>();
  for (const mention of file.mentions) {
    const name = imageOf(file, mention, options, problems);
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), mention]);
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, mentions]) => describe(name, mentions, problems));
}

function describe(name: string, mentions: ImageMention[], problems: InputProblems): BaseImage[] {
  if (isImageId(name)) return [{ name, pinned: true, mentions }];
  try {
    return [{ name, pinned: parseImageReference(name).digest !== undefined, mentions }];
  } catch (error) {
    const [{ by, line } = { by: "FROM", line: 1 }] = mentions;
    const fix = `line ${line}: ${reasonOf(error)}`;
    problems.add({ property: "dockerfile", given: name, expected: `an image after ${by}`, fix });
    return [];
  }
}

function imageOf(
  file: Dockerfile,
  mention: ImageMention,
  options: BaseImageOptions,
  problems: InputProblems,
): string | undefined {
  const { by, line, written } = mention;
  // Only FROM takes build arguments; in "# syntax" and --from a $ is no variable.
  if (by !== "FROM") return isStage(file, mention, written) ? undefined : written;
  const platforms = options.platforms.length > 0 ? options.platforms : USUAL_PLATFORMS;
  try {
    const names = new Set(
      platforms.map((platform) => substitute(written, variables(file, options, platform), file.escape)),
    );
    const images = [...names].filter(
      (name) => name.toLowerCase() !== "scratch" && !isStage(file, mention, name),
    );
    if (images.length === 0 || (images.length < names.size && options.platforms.length === 0))
      return undefined;
    if (names.size === 1) return images[0];
    problems.add({
      property: "platforms",
      given: options.platforms,
      expected: `one platform, because line ${line} of the Dockerfile (${by} ${written}) names another image on each`,
      fix: 'name one, such as platforms: ["linux/amd64"]',
    });
  } catch (error) {
    if (!(error instanceof SubstitutionError)) throw error;
    const missing = /needs the build argument (\w+)$/.exec(error.message)?.[1];
    problems.add(
      missing === undefined
        ? {
            property: "dockerfile",
            given: written,
            expected: `an image after FROM on line ${line}`,
            fix: `it ${error.message}`,
          }
        : {
            property: `buildArgs.${missing}`,
            given: undefined,
            expected: `a value, because line ${line} of the Dockerfile is FROM ${written}`,
            fix: `give it, or write ARG ${missing}=… before the first FROM`,
          },
    );
  }
  return undefined;
}

function isStage(file: Dockerfile, { by, stagesBefore }: ImageMention, name: string): boolean {
  if (by === "# syntax") return false;
  if (by === "FROM") return file.stages.slice(0, stagesBefore).includes(name.toLowerCase());
  // BuildKit also takes a later stage here, and a number.
  return file.stages.includes(name.toLowerCase()) || /^\d+$/.test(name);
}

function variables(
  file: Dockerfile,
  { buildArgs }: BaseImageOptions,
  platform: string,
): (name: string) => string | undefined {
  const [os = "", architecture = "", variant = ""] = platform.split("/");
  const values = new Map<string, string>([
    ["TARGETPLATFORM", platform],
    ["TARGETOS", os],
    ["TARGETARCH", architecture],
    ["TARGETVARIANT", variant],
  ]);
  for (const [name, written] of file.globalArguments) {
    const given = Object.hasOwn(buildArgs, name) ? buildArgs[name] : undefined;
    const value =
      given ??
      (written === null ? undefined : substitute(written, (key) => values.get(key) ?? "", file.escape));
    if (value !== undefined) values.set(name, value);
  }
  return (name) => values.get(name);
}

export type { BaseImage };
export { baseImages };
