import { RunError } from "@pulumi/pulumi/errors";
import { joinPropertyPath } from "./property-path";
import { SECRET, SecretValue } from "./secret-value";

/** One thing that is wrong with a user's arguments. */
export interface InputProblem {
  /** Path of the property in the arguments, such as `healthCheck.path`. */
  readonly property: string;
  /** What was given. A secret goes in as a {@link SecretValue} (or the text `SECRET`), never in clear. */
  readonly given: unknown;
  /** What is allowed, as it follows "expected". */
  readonly expected: string;
  /** What to do about it, when that is not plain from `expected`. */
  readonly fix?: string;
}

/**
 * All that is wrong with a user's arguments, in one error. It is a `RunError`, so that the Pulumi CLI prints
 * the message without a stack.
 */
export class InputError extends RunError {
  /** What is wrong, in the order in which it was found. */
  readonly problems: readonly InputProblem[];

  constructor(subject: string, problems: readonly InputProblem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super([`${subject}: ${count}`, ...problems.map((problem) => `  ${formatProblem(problem)}`)].join("\n"));
    this.name = "InputError";
    this.problems = problems;
  }
}

/** Collects problems, so that a user sees all of them at once. */
export class InputProblems {
  readonly #all: InputProblem[];
  readonly #prefix: string;

  constructor(all: InputProblem[] = [], prefix = "") {
    this.#all = all;
    this.#prefix = prefix;
  }

  /** Notes a problem; its property is relative to this collector's place. */
  add(problem: InputProblem): void {
    this.#all.push({ ...problem, property: joinPropertyPath(this.#prefix, problem.property) });
  }

  /** A collector for what lies under `prefix` (a property path); it shares this one's list. */
  at(prefix: string): InputProblems {
    return new InputProblems(this.#all, joinPropertyPath(this.#prefix, prefix));
  }

  /** Whether there is any problem. */
  get any(): boolean {
    return this.#all.length > 0;
  }

  /** The problems so far, in the order in which they were found. */
  get list(): readonly InputProblem[] {
    return [...this.#all];
  }

  /**
   * @param subject what the arguments are for, such as `BlueGreenGroup web`
   * @throws InputError with all problems, when there are any
   */
  throwIfAny(subject: string): void {
    if (this.any) throw new InputError(subject, this.list);
  }
}

/** `image: got "web:latest", expected name@sha256:…; use ImageBuild.reference` */
export function formatProblem({ property, given, expected, fix }: InputProblem): string {
  const place = property === "" ? "" : `${property}: `;
  return `${place}got ${formatGiven(given)}, expected ${expected}${fix === undefined ? "" : `; ${fix}`}`;
}

const LONGEST_SHOWN = 120;

function formatGiven(given: unknown): string {
  if (given instanceof SecretValue || given === SECRET) return SECRET;
  if (given === undefined) return "nothing";
  if (typeof given === "function") return "a function";
  if (typeof given !== "string" && typeof given !== "object") return String(given);
  const text = showJson(given);
  // Cut by characters: half a surrogate pair would not print.
  const characters = [...text];
  return characters.length <= LONGEST_SHOWN ? text : `${characters.slice(0, LONGEST_SHOWN).join("")}…`;
}

function showJson(given: string | object | null): string {
  try {
    return JSON.stringify(given);
  } catch {
    return "an object that cannot be shown";
  }
}
