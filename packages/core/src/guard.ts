import * as pulumi from "@pulumi/pulumi";
import { perRun } from "./per-run";

/** The name under which the state knows the guard's hook; a change of it is a breaking change. */
const GUARD_HOOK = "anew-guard";

const hook = perRun(() => new pulumi.ResourceHook(GUARD_HOOK, refuse, { onDryRun: true }));

/**
 * Refuses any in-place update of the resources that it is given to, at preview and at update.
 *
 * @example
 * new docker.Container("worker", { … }, { hooks: guard() });
 */
function guard(): pulumi.ResourceHookBinding {
  return { beforeUpdate: [hook()] };
}

function refuse(args: pulumi.ResourceHookArgs): void {
  throw new Error(
    `${args.urn}: an update in place is refused (changed: ${changedKeys(args).join(", ") || "unknown"}). ` +
      "What runs is never modified: change the component's arguments, so that a new generation is made",
  );
}

function changedKeys(args: pulumi.ResourceHookArgs): string[] {
  const before = args.oldInputs ?? {};
  const after = args.newInputs ?? {};
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .sort();
}

export { GUARD_HOOK, guard };
