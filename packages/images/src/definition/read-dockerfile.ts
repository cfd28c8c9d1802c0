import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { InputProblems } from "@anew/core";
import type { ImageContentArgs } from "../content-args";
import { type Dockerfile, readDockerfile } from "../dockerfile/dockerfile";
import { pathKind } from "./path-kind";

/** The Dockerfile at an absolute path. */
function readDockerfileAt(
  path: string,
  args: ImageContentArgs,
  problems: InputProblems,
): Dockerfile | undefined {
  const kind = pathKind(path);
  if (kind !== "file") {
    const inContext =
      args.dockerfile !== undefined && pathKind(resolve(args.context, args.dockerfile)) === "file";
    problems.add({
      property: "dockerfile",
      given: args.dockerfile,
      expected: `a Dockerfile at ${path}`,
      fix: inContext
        ? `write ${JSON.stringify(`${args.context}/${args.dockerfile}`)}: the path starts at the program's folder, as with docker build -f`
        : kind === undefined
          ? "there is no such file"
          : "that is a folder",
    });
    return undefined;
  }
  const file = readText(path);
  if (file !== undefined && file.stages.length > 0) return file;
  const expected = file === undefined ? "a Dockerfile in UTF-8" : "a Dockerfile with a FROM line";
  problems.add({ property: "dockerfile", given: args.dockerfile ?? path, expected });
  return undefined;
}

function readText(path: string): Dockerfile | undefined {
  try {
    return readDockerfile(new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path)));
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

export { readDockerfileAt };
