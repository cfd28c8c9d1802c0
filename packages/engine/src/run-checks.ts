import type { Diagnostics } from "./deploy/diagnostics";
import type { RunContext } from "./deploy/run-context";
import type { RunParts } from "./run";
import type { Snapshot } from "./state/checkpoint";

/** A destruction or refresh of what is not in the state ends before anything is done. @throws Error */
export function refuseMissing({ options, program, refresh }: RunParts, { base }: RunContext): void {
  const mayCreate = program !== undefined && options.mode === "update" && refresh !== "only";
  if (mayCreate) return;
  const { targets, excludes } = options.selection;
  for (const urn of [...targets.literals, ...excludes.literals]) {
    if (!base.has(urn)) throw new Error(`no resource named '${urn}' found`);
  }
}

/** Tells of what an interrupted run has left open. */
export function warnAboutPending(base: Snapshot, diagnostics: Diagnostics): void {
  const { pendingOperations } = base;
  if (pendingOperations.length === 0) return;
  const list = pendingOperations.map(
    ({ resource, type }) => `  * ${resource.urn}, interrupted while ${type}`,
  );
  diagnostics.warning(
    "",
    `Attempting to deploy or update resources with ${pendingOperations.length} pending operations from previous ` +
      `deployment.\n${list.join("\n")}\nWhether what was interrupted was completed is not known. What is not in the ` +
      "state is created again; check by hand that nothing was left over.",
  );
}

/** The program is not there to run the hooks that the state names. @throws Error when there are any */
export function refuseDeleteHooks(base: Snapshot, diagnostics: Diagnostics): void {
  let refused = false;
  for (const state of base.resources) {
    const names = [...(state.hooks.BeforeDelete ?? []), ...(state.hooks.AfterDelete ?? [])];
    if (names.length === 0) continue;
    refused = true;
    const list = names.join(", ");
    diagnostics.error(
      state.urn,
      `Resource has delete hooks registered, but the program is not running. Hooks: ${list}`,
    );
  }
  if (refused)
    throw new Error("You must run with the `--run-program` flag to use delete hooks during destroy.");
}
