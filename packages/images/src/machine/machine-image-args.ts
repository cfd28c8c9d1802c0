import { type Duration, InputProblems } from "@anew/core";
import type * as pulumi from "@pulumi/pulumi";
import { checkKeep, checkTimeout } from "../check-common-args";
import type { MachineConnection } from "./connection";
import type { MachineContentArgs } from "./content-args";
import { checkVariableName } from "./definition/variables";

/** Longest time for a build, and for an image that another build is making. */
const DEFAULT_MACHINE_IMAGE_TIMEOUT: Duration = "1 hour";

interface MachineImageArgs extends MachineContentArgs {
  /**
   * Values of variables that are secret. They are not part of the hash, are encrypted in the state, and reach Packer by its
   * environment (`PKR_VAR_…`). In Packer's output `[secret]` stands in their place. @default none
   */
  readonly secretVariables?: Readonly<Record<string, pulumi.Input<string>>>;
  /** The cloud that keeps the image. @default the environment's, as for the `aws` command */
  readonly connection?: pulumi.Input<MachineConnection>;
  /** Longest time for the build, and for an image that another build is making. @default DEFAULT_MACHINE_IMAGE_TIMEOUT */
  readonly timeout?: Duration;
  /**
   * How many earlier images the state goes on naming, 0 to 100, so that going back to one of them creates nothing. It
   * decides about the state only: an image itself is never deleted. @default DEFAULT_KEEP_IMAGES (10)
   */
  readonly keep?: number;
}

/** What is wrong with the arguments that are no content. */
function checkMachineArgs(args: MachineImageArgs): InputProblems {
  const problems = new InputProblems();
  const { secretVariables, variables } = args;
  if (secretVariables !== undefined && (typeof secretVariables !== "object" || secretVariables === null)) {
    const expected = "an object of names and texts";
    problems.add({ property: "secretVariables", given: typeof secretVariables, expected });
  }
  for (const name of Object.keys(secretVariables ?? {})) {
    checkVariableName("secretVariables", name, problems);
    if (!Object.hasOwn(variables ?? {}, name)) continue;
    const expected = "one value: remove it from variables";
    problems.add({ property: `secretVariables.${name}`, given: "a name that is in variables too", expected });
  }
  checkTimeout(args.timeout ?? DEFAULT_MACHINE_IMAGE_TIMEOUT, problems);
  checkKeep(args.keep, problems);
  return problems;
}

export type { MachineImageArgs };
export { checkMachineArgs, DEFAULT_MACHINE_IMAGE_TIMEOUT };
