import type { DiffResult } from "../provider";
import type { ResourceState } from "../state/resource-state";
import type { Registered, Step } from "./step";

type Done = (result: Registered) => void;

/** A replacement's two steps; when the old one goes first, the logical step stands before the creation. */
export function replacement(
  old: ResourceState,
  state: ResourceState,
  diff: DiffResult | undefined,
  pendingDelete: boolean,
  done: Done,
): Step[] {
  const { urn } = state;
  const reason = diff ? { diff } : {};
  const create: Step = {
    op: "create-replacement",
    urn,
    logical: false,
    old,
    new: state,
    pendingDelete,
    done,
    ...reason,
  };
  const replace: Step = { op: "replace", urn, logical: true, old, new: state, ...reason };
  return pendingDelete ? [create, replace] : [replace, create];
}

/** Deletes a resource for the sake of a replacement that follows. */
export function deleteBefore(old: ResourceState): Step {
  if (old.delete) {
    return {
      op: old.external ? "discard" : "delete",
      urn: old.urn,
      logical: true,
      old,
      pendingReplacement: false,
    };
  }
  return {
    op: old.external ? "discard-replaced" : "delete-replaced",
    urn: old.urn,
    logical: false,
    old,
    pendingReplacement: true,
  };
}

/** Why a protected resource is not replaced. */
export function protectedReplacement(urn: string): string {
  return (
    `unable to replace resource "${urn}"\nas it is currently marked for protection. To unprotect the resource, ` +
    "remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`"
  );
}

/** Why a protected resource is not replaced along with another one. */
export function protectedDependent(dependent: string, urn: string): string {
  return (
    `unable to replace resource "${dependent}" as part of replacing "${urn}" as it is currently marked for ` +
    "protection. To unprotect the resource, remove the `protect` flag from the resource in your Pulumi program " +
    "and run `pulumi up`"
  );
}
