import { type Duration, InputProblems } from "@anew/core";
import type * as pulumi from "@pulumi/pulumi";
import { checkKeep, checkTimeout } from "./check-common-args";
import type { Connection } from "./connection";
import type { ImageContentArgs } from "./content-args";
import type { BuildSecret, BuildSecrets } from "./docker/build-secrets";
import { repositoryProblem } from "./provider/image-inputs";

/** Longest time for a build, and for a push. */
const DEFAULT_IMAGE_TIMEOUT: Duration = "30 minutes";

interface ImageBuildArgs extends ImageContentArgs {
  /**
   * Where the image is pushed: a repository without a tag, such as `registry.example/web`.
   * @default none: the image stays in the Docker daemon, for one machine
   */
  readonly repository?: pulumi.Input<string>;
  /**
   * Secrets for `RUN --mount=type=secret,id=…`, by id: a file or an environment variable, read when the image
   * is built. They are not part of the hash, and their values are neither in the state nor in the output.
   * They need buildx. @default none
   */
  readonly secrets?: BuildSecrets;
  /** The Docker daemon that builds. @default the environment's, as for the `docker` command */
  readonly connection?: pulumi.Input<Connection>;
  /** Longest time for the build, and for the push. @default DEFAULT_IMAGE_TIMEOUT */
  readonly timeout?: Duration;
  /**
   * How many earlier images the state goes on naming, 0 to 100, so that going back to one of them creates nothing. It
   * decides about the state only: an image itself is never deleted. @default DEFAULT_KEEP_IMAGES (10)
   */
  readonly keep?: number;
}

/** An Output or a promise: it is looked at once it is known. */
function isComputed(value: unknown): boolean {
  return typeof value === "object" && value !== null && ("then" in value || "apply" in value);
}

/** What is wrong with the arguments that are no content. */
function checkArgs(args: ImageBuildArgs): InputProblems {
  const problems = new InputProblems();
  if (typeof args.repository === "string") {
    const problem = repositoryProblem(args.repository);
    if (problem !== undefined) problems.add({ property: "repository", ...problem });
  } else if (args.repository !== undefined && !isComputed(args.repository)) {
    problems.add({ property: "repository", given: args.repository, expected: "a text, or an Output of one" });
  }
  for (const [id, secret] of Object.entries(args.secrets ?? {})) {
    const given = secret as Partial<Record<keyof (BuildSecret & object) | "file" | "env", unknown>>;
    const sources = [given?.file, given?.env].filter((source) => typeof source === "string" && source !== "");
    if (sources.length === 1 && Object.keys(given).length === 1) continue;
    // Not the value: somebody may have put the secret itself here.
    problems.add({
      property: `secrets.${id}`,
      given: typeof secret,
      expected: '{ file: "path" } or { env: "NAME" }',
    });
  }
  checkTimeout(args.timeout ?? DEFAULT_IMAGE_TIMEOUT, problems);
  checkKeep(args.keep, problems);
  return problems;
}

export type { ImageBuildArgs };
export { checkArgs, DEFAULT_IMAGE_TIMEOUT };
