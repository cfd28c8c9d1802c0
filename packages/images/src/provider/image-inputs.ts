import { ImageReferenceError, isImageId, parseRepository } from "@anew/core";
import type { Connection } from "../connection";
import type { BuildSecrets } from "../docker/build-secrets";

/** The inputs of the image resource, as its provider sees them. */
interface ImageInputs {
  /** The resource's own URN: its progress lines stand on its line. */
  readonly resourceUrn: string;
  readonly name: string;
  readonly contentHash: string;
  readonly repository?: string;
  /** Absolute. It differs between checkouts, and a change of it alone is none. */
  readonly context: string;
  readonly dockerfile?: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly platforms: readonly string[];
  /** Where secrets come from; never their values. */
  readonly secrets: BuildSecrets;
  readonly connection: Connection;
  readonly timeoutMs: number;
  /** Whether the program uses it, or the state only goes on naming it. @default true */
  readonly current?: boolean;
}

/** What the state keeps. */
interface ImageOutputs {
  readonly resourceUrn: string;
  readonly contentHash: string;
  readonly repository?: string;
  readonly connection: Connection;
  readonly reference: string;
  readonly reused: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** What a repository must look like; undefined when it does. */
function repositoryProblem(
  repository: unknown,
): { given: unknown; expected: string; fix?: string } | undefined {
  const example = "a repository without tag, such as registry.example/team/web";
  if (typeof repository !== "string" || repository === "" || isImageId(repository))
    return { given: repository, expected: example };
  try {
    parseRepository(repository);
    return undefined;
  } catch (error) {
    if (!(error instanceof ImageReferenceError)) throw error;
    const { part, expected, fix } = error;
    const hint = `the ${part} must be ${expected}${fix === undefined ? "" : `; ${fix}`}`;
    return { given: repository, expected: example, fix: hint };
  }
}

export type { ImageInputs, ImageOutputs };
export { repositoryProblem };
