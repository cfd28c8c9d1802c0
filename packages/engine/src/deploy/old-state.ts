import type { ResourceState } from "../state/resource-state";
import { aliasUrns } from "./alias-urns";
import type { Goal } from "./goal";
import type { PlanRecord } from "./plan-record";
import type { RunContext } from "./run-context";

type Named = Pick<Goal, "aliases" | "type" | "name" | "parent">;

/** The old state of a registration. */
export interface FoundOld {
  readonly old?: ResourceState;
  /** The URN it was found by, when that is not its own. */
  readonly alias?: string;
  /** Whether names or aliases clash. */
  readonly invalid: boolean;
}

/** Finds what the last run left of a resource: by its URN, else by an alias. Clashes are reported. */
export function findOld(run: RunContext, record: PlanRecord, urn: string, goal: Named): FoundOld {
  let invalid = false;
  const duplicate = (message: string) => {
    invalid = true;
    run.diagnostics.error(urn, message);
  };
  const previous = record.aliased.get(urn);
  if (previous !== undefined) {
    duplicate(`Duplicate resource URN '${urn}' conflicting with alias on resource with URN '${previous}'`);
  }
  for (const candidate of [urn, ...aliasUrns(goal, run.place, record.aliases)]) {
    const old = run.base.find(candidate);
    if (!old) continue;
    if (candidate === urn) return { old, invalid };
    const taken = record.registered.has(candidate) ? urn : record.aliased.get(candidate);
    if (taken !== undefined) {
      duplicate(
        `Duplicate resource alias '${candidate}' applied to resource with URN '${urn}' ` +
          `conflicting with resource with URN '${taken}'`,
      );
    }
    record.aliased.set(candidate, urn);
    record.aliases.set(urn, candidate);
    run.registry.registerAlias(urn, candidate);
    return { old, alias: candidate, invalid };
  }
  return { invalid };
}
