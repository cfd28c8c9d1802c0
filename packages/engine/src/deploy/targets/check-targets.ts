import { Bail, type Diagnostics } from "../diagnostics";
import type { BaseState } from "../run-context";
import type { UrnPatterns } from "./urn-patterns";

/** Refuses URNs, not patterns, that neither the state nor the program has. @throws Bail */
export function checkTargets(
  patterns: UrnPatterns,
  base: BaseState,
  diagnostics: Diagnostics,
  registered: ReadonlySet<string> = new Set(),
): void {
  const missing = patterns.literals.filter((urn) => !base.has(urn) && !registered.has(urn));
  for (const urn of missing) {
    const hint = urn.includes("$") ? "" : " Did you forget to escape $ in your shell?";
    diagnostics.error("", `Target '${urn}' could not be found in the stack.${hint}`);
  }
  if (missing.length > 0) throw new Bail("one or more targets could not be found in the stack");
}
