import type * as pulumi from "@pulumi/pulumi";
import { guard } from "../guard";

/**
 * Options of a resource of a generation that has not been released yet: whatever would change it makes another one.
 * `protect` and `retainOnDelete` are set because a group's own would be inherited, and old generations would pile up.
 */
function generationOptions(
  parent: pulumi.Resource,
  inputKeys: readonly string[],
  more: pulumi.CustomResourceOptions = {},
): pulumi.CustomResourceOptions {
  return {
    parent,
    // Every key by its name: "*" would also replace what merely failed to initialize.
    replaceOnChanges: [...inputKeys],
    deleteBeforeReplace: false,
    protect: false,
    retainOnDelete: false,
    hooks: guard(),
    ...more,
  };
}

/** What a gate proves. The rest of its inputs are settings, which may change while the generation is frozen. */
const GATE_PROOF = ["generation", "identity", "timing", "group", "release", "log"];

/**
 * Options of a gate. It is no part of what runs, so it takes new settings in place: where its router is, how long to
 * drain. Another proof makes another gate, and the proof of a frozen generation stays what it was.
 */
function gateOptions(
  parent: pulumi.Resource,
  frozen: boolean,
  dependsOn: readonly pulumi.Resource[],
): pulumi.CustomResourceOptions {
  return {
    parent,
    dependsOn: [...dependsOn],
    ...(frozen ? { ignoreChanges: GATE_PROOF } : { replaceOnChanges: ["generation", "identity"] }),
    deleteBeforeReplace: false,
    protect: false,
    retainOnDelete: false,
  };
}

/** Options of a resource of a released generation: every input comes from the state, whatever the program says. */
function frozenOptions(
  parent: pulumi.Resource,
  more: pulumi.CustomResourceOptions = {},
): pulumi.CustomResourceOptions {
  return {
    parent,
    ignoreChanges: ["*"],
    deleteBeforeReplace: false,
    protect: false,
    retainOnDelete: false,
    hooks: guard(),
    ...more,
  };
}

export { frozenOptions, gateOptions, generationOptions };
