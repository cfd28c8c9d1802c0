import type { Instruction, ModifiableInstruction, Onbuild } from "dockerfile-ast";
import { type TextPlaces, textPlaces } from "./text-places";

/** An image that a Dockerfile names, and where. */
interface ImageMention {
  /** As written, before build arguments are filled in. */
  readonly written: string;
  /** Half-open range in the text. */
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  /** How it is named: `FROM`, `COPY --from`, `RUN --mount`, `# syntax`. */
  readonly by: string;
  /** How many stages stand before it: an image may not be a later one. */
  readonly stagesBefore: number;
}

/** What a build needs to know of a Dockerfile. */
interface Dockerfile {
  /** Without a byte order mark. */
  readonly text: string;
  readonly escape: string;
  /** Global `ARG`s, in order, with their defaults as written. */
  readonly globalArguments: readonly (readonly [name: string, value: string | null])[];
  /** Names of the stages in lower case, in order; undefined where a stage has none. */
  readonly stages: readonly (string | undefined)[];
  readonly mentions: readonly ImageMention[];
}

/** Reads a Dockerfile. What is no valid Dockerfile has no stages. */
function readDockerfile(source: string): Dockerfile {
  // The parser costs some 30 ms to load, which only a program with an image pays.
  const { DockerfileParser } = require("dockerfile-ast") as typeof import("dockerfile-ast");
  const text = source.replace(/^\uFEFF/, "");
  const parsed = DockerfileParser.parse(text);
  const places = textPlaces(text);
  const mentions: ImageMention[] = [];
  const syntax = parsed.getDirectives().find((directive) => directive.getName().toLowerCase() === "syntax");
  if (syntax !== undefined) {
    const { start, end } = places.offsets(syntax.getValueRange());
    const trimmed = text.slice(start, end).trim();
    mentions.push({
      written: trimmed,
      start,
      end,
      line: places.line(syntax.getValueRange()),
      by: "# syntax",
      stagesBefore: 0,
    });
  }
  const froms = parsed.getFROMs();
  let stagesBefore = 0;
  for (const instruction of parsed.getInstructions()) {
    if (instruction.getKeyword() === "FROM") {
      const from = froms[stagesBefore];
      const range = from?.getImageRange();
      if (range) mentions.push(mention(text, places, range, "FROM", stagesBefore));
      stagesBefore++;
    } else {
      mentions.push(...mentionsIn(instruction, text, places, stagesBefore));
    }
  }
  return {
    text,
    escape: parsed.getEscapeCharacter(),
    globalArguments: parsed
      .getInitialARGs()
      .flatMap((arg) =>
        arg.getProperties().map((property) => [property.getName(), property.getUnescapedValue()] as const),
      ),
    stages: froms.map((from) => from.getBuildStage()?.toLowerCase() ?? undefined),
    mentions,
  };
}

function mentionsIn(
  instruction: Instruction,
  text: string,
  places: TextPlaces,
  stagesBefore: number,
): ImageMention[] {
  const keyword = instruction.getKeyword();
  if (keyword === "ONBUILD") {
    const trigger = (instruction as Onbuild).getTriggerInstruction();
    return trigger === null ? [] : mentionsIn(trigger, text, places, stagesBefore);
  }
  if (keyword !== "COPY" && keyword !== "RUN") return [];
  return (instruction as ModifiableInstruction).getFlags().flatMap((flag) => {
    const range = flag.getValueRange();
    if (range === null) return [];
    if (keyword === "COPY" && flag.getName() === "from") {
      return [mention(text, places, range, "COPY --from", stagesBefore)];
    }
    if (keyword === "RUN" && flag.getName() === "mount")
      return mountMention(text, places, range, stagesBefore);
    return [];
  });
}

type Range = Parameters<TextPlaces["offsets"]>[0];

function mountMention(text: string, places: TextPlaces, range: Range, stagesBefore: number): ImageMention[] {
  const whole = mention(text, places, range, "RUN --mount", stagesBefore);
  const option = /(?:^|,)from=([^,]+)/.exec(whole.written);
  if (option === null) return [];
  const start = whole.start + option.index + option[0].length - (option[1] as string).length;
  return [{ ...whole, written: option[1] as string, start, end: start + (option[1] as string).length }];
}

function mention(
  text: string,
  places: TextPlaces,
  range: Range,
  by: string,
  stagesBefore: number,
): ImageMention {
  const { start, end } = places.offsets(range);
  return { written: text.slice(start, end), start, end, line: places.line(range), by, stagesBefore };
}

export type { Dockerfile, ImageMention };
export { readDockerfile };
