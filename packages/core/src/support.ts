import type { InputProblem } from "./input-problems";
import { isPending } from "./pending";
import { joinPropertyPath, propertyPath } from "./property-path";
import { SecretValue } from "./secret-value";
import { SUPPORT } from "./support-table";

/** Where generations can run. */
export type Target = "docker" | "kubernetes" | "ecs" | "instances";

/** What a target does not do, and what to do instead. */
export interface Refusal {
  /** Path below the argument, with `[]` for every item of a list (or the one thing that is no list). */
  readonly property?: string;
  /**
   * Whether it is about this value.
   * @default about any value
   */
  readonly when?: (value: unknown) => boolean;
  /** The component's other argument that makes the target do it after all, such as `gateway`. */
  readonly unless?: string;
  /** What is allowed, as it follows "expected". */
  readonly expected: string;
  readonly fix: string;
}

/**
 * What of the given arguments a target does not do. Outputs and promises are passed over where their value
 * decides, so it is to be asked twice: at construction, and again with what `resolveArgs` gives.
 *
 * @param args arguments of a service or a group; unknown names are not looked at
 */
export function unsupported(target: Target, args: object): InputProblem[] {
  const given = new Map<string, unknown>(Object.entries(args));
  return Object.entries(SUPPORT).flatMap(([argument, refusedBy]) =>
    (refusedBy[target] ?? [])
      .filter(({ unless }) => unless === undefined || given.get(unless) === undefined)
      .flatMap((refusal) => findRefused(argument, given.get(argument), refusal)),
  );
}

/** Whether a target does at least something with an argument, whatever its value. */
export function isSupported(target: Target, argument: keyof typeof SUPPORT): boolean {
  return (SUPPORT[argument][target] ?? []).every(
    ({ property, when, unless }) => property !== undefined || when !== undefined || unless !== undefined,
  );
}

function findRefused(argument: string, value: unknown, refusal: Refusal): InputProblem[] {
  const { property = "", when, expected, fix } = refusal;
  return valuesAt(
    argument,
    value,
    property.split(/\.|(?=\[\])/).filter((step) => step !== ""),
  )
    .filter(([, given]) => isRefused(given, when))
    .map(([path, given]) => ({
      property: path,
      given: shown(argument, given),
      expected,
      fix,
    }));
}

function shown(argument: string, given: unknown): unknown {
  if (argument === "secretEnv") return new SecretValue(given);
  return isPending(given) ? "an Output" : given;
}

function isRefused(given: unknown, when: Refusal["when"]): boolean {
  if (given === undefined) return false;
  if (when === undefined) return true;
  const value = given instanceof SecretValue ? given.reveal() : given;
  return !isPending(value) && when(value);
}

function valuesAt(path: string, value: unknown, steps: readonly string[]): [path: string, value: unknown][] {
  const [step, ...rest] = steps;
  if (step === undefined) return [[path, value]];
  if (step === "[]") {
    if (!Array.isArray(value)) return valuesAt(path, value, rest);
    return value.flatMap((item, index) => valuesAt(path + propertyPath(index), item, rest));
  }
  if (typeof value !== "object" || value === null || isPending(value) || !Object.hasOwn(value, step))
    return [];
  const below = (value as Readonly<Record<string, unknown>>)[step];
  return valuesAt(joinPropertyPath(path, step), below, rest);
}
