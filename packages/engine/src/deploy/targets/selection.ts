import { isProviderType } from "../../provider-reference";
import { dependencyUrns } from "../../state/dependencies";
import type { ResourceState } from "../../state/resource-state";
import { STACK_TYPE, urnQualifiedType, urnType } from "../../urn";
import { UrnPatterns } from "./urn-patterns";

/** What a {@link Selection} is made from. */
export interface SelectionParts {
  readonly target?: readonly string[];
  readonly targetDependents?: boolean;
  readonly exclude?: readonly string[];
  readonly excludeDependents?: boolean;
}

/** Which resources a run is about. */
export class Selection {
  readonly targets: UrnPatterns;
  readonly excludes: UrnPatterns;
  readonly targetDependents: boolean;
  readonly excludeDependents: boolean;
  /** The targets with the dependents of theirs that were met so far. */
  private readonly met: UrnPatterns;
  private readonly metExcludes: UrnPatterns;

  /** @throws Error when there are both targets and exclusions */
  constructor(parts: SelectionParts = {}) {
    this.targets = new UrnPatterns(parts.target);
    this.excludes = new UrnPatterns(parts.exclude);
    if (this.targets.constrained && this.excludes.constrained) {
      throw new Error("target and exclude are both given; an operation takes one of them");
    }
    this.targetDependents = parts.targetDependents ?? false;
    this.excludeDependents = parts.excludeDependents ?? false;
    this.met = this.targets.copy();
    this.metExcludes = this.excludes.copy();
  }

  /** Whether a resource takes part in the run. */
  includes(state: ResourceState): boolean {
    if (this.targets.constrained) return this.isTarget(state);
    return !this.excludes.constrained || !this.isExcluded(state);
  }

  /** As {@link includes}; the stack and all providers always take part in an update. */
  includesInUpdate(state: ResourceState): boolean {
    const { urn } = state;
    if (isProviderType(urnType(urn)) || urnQualifiedType(urn) === STACK_TYPE) return true;
    return this.includes(state);
  }

  /** Notes what was decided about a resource, so that what depends on it is found; dependencies come first. */
  note(state: ResourceState, included: boolean): void {
    if (this.excludes.constrained && !included && this.isExcluded(state)) this.metExcludes.add(state.urn);
    else if (included && this.targets.constrained && this.isTarget(state)) this.met.add(state.urn);
  }

  private isTarget(state: ResourceState): boolean {
    if (this.targets.contains(state.urn)) return true;
    return this.targetDependents && neededUrns(state).some((urn) => this.met.contains(urn));
  }

  private isExcluded(state: ResourceState): boolean {
    if (this.excludes.contains(state.urn)) return true;
    return this.excludeDependents && neededUrns(state).some((urn) => this.metExcludes.contains(urn));
  }
}

/** All that a resource names: its parent, provider, dependencies, deletedWith and replaceWith. */
export function neededUrns(state: ResourceState): string[] {
  const urns = dependencyUrns(state);
  return state.parent === "" ? [...urns] : [state.parent, ...urns];
}
