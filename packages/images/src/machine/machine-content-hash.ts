import type { MachineContentArgs } from "./content-args";
import { readMachineDefinition } from "./definition/definition";

/**
 * The content hash that a MachineImage with these arguments has, without a Pulumi program.
 *
 * @param subject what errors are about. @default the context
 * @returns 64 hexadecimal digits
 * @throws InputError with all problems; FileTreeError for files that cannot be read
 */
function machineContentHash(args: MachineContentArgs, subject = `machine image of ${args.context}`): string {
  return readMachineDefinition(args, subject).contentHash;
}

export { machineContentHash };
