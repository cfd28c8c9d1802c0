import type { MachineContentArgs, VariableValue } from "@anew/images";
import type { Command } from "commander";

/** Options that say what goes into a machine image. */
interface MachineOptions {
  readonly machineImage?: true;
  readonly template?: string;
  readonly var?: readonly string[];
  readonly varFile?: readonly string[];
  readonly extraFile?: readonly string[];
  readonly only?: string;
}

/** Adds the options to a command that has the folder as its argument. */
function withMachineOptions(command: Command): Command {
  const collect = (value: string, all: readonly string[] = []) => [...all, value];
  return command
    .option("--machine-image", "the hash of a MachineImage: the path is the folder that Packer runs in")
    .option("--template <path>", "of a machine image: its template, in the folder (default: the folder)")
    .option(
      "--var <name=value>",
      "of a machine image: a text variable, or one in JSON as name:=value",
      collect,
    )
    .option("--var-file <path>", "of a machine image: a file of variables, in the folder", collect)
    .option("--extra-file <place=path>", "of a machine image: something from outside of the folder", collect)
    .option("--only <source>", "of a machine image: the source to build");
}

/**
 * The same as a MachineImage takes it.
 * @throws RangeError for an option that is not of its form
 */
function machineArgs(context: string, options: MachineOptions): MachineContentArgs {
  const { template, only, varFile = [] } = options;
  return {
    context,
    ...(template === undefined ? {} : { template }),
    variables: Object.fromEntries((options.var ?? []).map(parseVariable)),
    varFiles: varFile,
    extraFiles: Object.fromEntries(
      (options.extraFile ?? []).map((text) => split("--extra-file", text, "PLACE=PATH")),
    ),
    ...(only === undefined ? {} : { only }),
  };
}

/** `name=text`, or `name:=JSON` for what is no text. */
function parseVariable(text: string): [string, VariableValue] {
  const [name, value] = split("--var", text, "NAME=VALUE");
  if (!name.endsWith(":")) return [name, value];
  try {
    return [name.slice(0, -1), JSON.parse(value) as VariableValue];
  } catch {
    throw new RangeError(`--var: got ${JSON.stringify(text)}, expected NAME:=JSON`);
  }
}

function split(option: string, text: string, expected: string): [string, string] {
  const equals = text.indexOf("=");
  if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
  throw new RangeError(`${option}: got ${JSON.stringify(text)}, expected ${expected}`);
}

export type { MachineOptions };
export { machineArgs, withMachineOptions };
