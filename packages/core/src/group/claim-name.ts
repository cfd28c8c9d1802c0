import type { InputProblems } from "../input-problems";
import { perRun } from "../per-run";

const names = perRun(() => new Set<string>());

/** Refuses a second component of one name in a program: its generations would take each other's places. */
function claimName(type: string, name: string, problems: InputProblems): void {
  const key = `${type} ${name}`;
  if (names().has(key)) {
    problems.add({
      property: "name",
      given: name,
      expected: `a name that no other ${type} of the program has`,
    });
  }
  names().add(key);
}

export { claimName };
