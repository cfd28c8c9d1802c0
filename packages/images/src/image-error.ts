import { formatProblem, type InputProblem } from "@anew/core";

/** Something outside of the program that went wrong: the daemon, a registry, a build. */
class ImageError extends Error {
  /** What to name in a message: the property, what was given, what is needed and how to get it. */
  readonly problem: InputProblem;

  /** @param details lines that Docker or a registry said, shown below */
  constructor(problem: InputProblem, details: readonly string[] = []) {
    super([formatProblem(problem), ...details.map((line) => `  | ${line}`)].join("\n"));
    this.name = "ImageError";
    this.problem = problem;
  }
}

export { ImageError };
