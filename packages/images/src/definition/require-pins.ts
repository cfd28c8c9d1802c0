import type { InputProblems } from "@anew/core";
import type { ImageContentArgs } from "../content-args";
import type { UnpinnedDefinition } from "./definition";

/** A base image that is not pinned is a problem: it could move, and one hash would mean two images. */
function requirePins(
  { bases, pins }: UnpinnedDefinition,
  args: ImageContentArgs,
  problems: InputProblems,
): void {
  const missing = bases.filter(({ name, pinned }) => !pinned && !Object.hasOwn(pins, name));
  if (missing.length === 0) return;
  problems.add({
    property: "dockerfile",
    given: missing.map(({ name }) => name).join(", "),
    expected: "base images by digest, so that one hash always means one image",
    fix: `pin them once: ${lockCommand(args)}`,
  });
}

/** The command that writes the missing pins, to be pasted. */
function lockCommand({ context, dockerfile, buildArgs }: ImageContentArgs): string {
  const words = ["npx", "anew", "lock", context];
  if (dockerfile !== undefined) words.push("--dockerfile", dockerfile);
  for (const [name, value] of Object.entries(buildArgs ?? {})) words.push("--build-arg", `${name}=${value}`);
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
}

export { requirePins };
