import type { InputProblems } from "@anew/core";
import type { ImageContentArgs } from "../content-args";
import type { Dockerfile } from "../dockerfile/dockerfile";
import { normalizePlatform, PLATFORM_EXPECTED } from "../platform";

function readBuildArgs(
  given: ImageContentArgs["buildArgs"],
  problems: InputProblems,
): Record<string, string> {
  if (given !== undefined && (typeof given !== "object" || given === null)) {
    problems.add({ property: "buildArgs", given, expected: "an object of names and plain texts" });
    return {};
  }
  const entries = Object.entries(given ?? {});
  for (const [name, value] of entries) {
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      problems.add({ property: "buildArgs", given: name, expected: "names of letters, digits and _" });
    } else if (typeof value !== "string") {
      const fix = "an Output cannot be hashed at construction; a secret belongs in secrets";
      problems.add({ property: `buildArgs.${name}`, given: typeof value, expected: "plain text", fix });
    }
  }
  return Object.fromEntries(entries);
}

function readPlatforms(given: ImageContentArgs["platforms"], problems: InputProblems): string[] {
  if (given !== undefined && !Array.isArray(given)) {
    problems.add({ property: "platforms", given, expected: `a list; each ${PLATFORM_EXPECTED}` });
    return [];
  }
  const platforms = (given ?? []).flatMap((text: unknown, index) => {
    const platform = typeof text === "string" ? normalizePlatform(text) : undefined;
    if (platform !== undefined) return [platform];
    problems.add({ property: `platforms[${index}]`, given: text, expected: PLATFORM_EXPECTED });
    return [];
  });
  return [...new Set(platforms)].sort();
}

function checkTarget(target: string | undefined, { stages }: Dockerfile, problems: InputProblems): void {
  if (target === undefined || stages.includes(target.toLowerCase())) return;
  if (/^\d+$/.test(target) && Number(target) < stages.length) return;
  const named = stages.filter((stage) => stage !== undefined);
  const expected =
    named.length === 0 ? "no target, because no stage has a name" : `a stage: ${named.join(", ")}`;
  problems.add({ property: "target", given: target, expected });
}

export { checkTarget, readBuildArgs, readPlatforms };
