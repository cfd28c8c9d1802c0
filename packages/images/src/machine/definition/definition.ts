import { type FileTreeFilter, InputProblems, listFileTree } from "@anew/core";
import { MUST_BE_PLAIN, readContext } from "../../definition/read-context";
import type { MachineContentArgs, VariableValue } from "../content-args";
import { machineHashOf } from "./content-hash";
import { type ExtraFiles, extraEntries, readExtraFiles } from "./extra-files";
import { checkLinks } from "./links";
import { readIgnoreFile } from "./read-ignore-file";
import { readTemplatePath, readVarFiles } from "./template-path";
import { readVariables } from "./variables";

/** A machine image's content, read from the disk and checked. */
interface MachineDefinition {
  /** 64 hexadecimal digits over everything that goes into the image. */
  readonly contentHash: string;
  /** Absolute. */
  readonly context: string;
  /** What of the context counts. */
  readonly filter: FileTreeFilter;
  readonly extraFiles: readonly ExtraFiles[];
  /** All paths in the copy that Packer sees, sorted. */
  readonly paths: readonly string[];
  /** Relative to the context; `.` is the context itself. */
  readonly template: string;
  readonly variables: Readonly<Record<string, VariableValue>>;
  /** Relative to the context. */
  readonly varFiles: readonly string[];
  readonly only?: string;
}

/**
 * Reads what goes into a machine image and hashes it. The template itself is read later: see `checkTemplate`.
 *
 * @param subject for errors: `MachineImage web`
 * @param problems what is already known to be wrong, to be said together
 * @throws InputError with all problems; FileTreeError for files that cannot be read
 */
function readMachineDefinition(
  args: MachineContentArgs,
  subject: string,
  problems = new InputProblems(),
): MachineDefinition {
  const definition = collect(args, problems);
  problems.throwIfAny(subject);
  if (definition === undefined) throw new Error("unreachable: a definition is missing without a problem");
  return { ...definition, contentHash: machineHashOf(definition) };
}

/** Adds what is wrong to `problems`; what could be read is returned. */
function collect(
  args: MachineContentArgs,
  problems: InputProblems,
): Omit<MachineDefinition, "contentHash"> | undefined {
  const variables = readVariables(args.variables, problems);
  if (args.only !== undefined && (typeof args.only !== "string" || args.only === "")) {
    const expected = "the name of a source, such as amazon-ebs.web";
    problems.add({ property: "only", given: args.only, expected, fix: MUST_BE_PLAIN });
  }
  const context = readContext(args.context, problems);
  const extraFiles = readExtraFiles(args.extraFiles, context, problems);
  if (context === undefined) return undefined;
  const filter = readIgnoreFile(context, problems);
  if (filter === undefined) return undefined;

  const own = listFileTree(context, filter);
  checkLinks(own, context, "context", problems);
  const paths = [...own, ...extraEntries(extraFiles, problems)].map(({ path }) => path).sort();
  return {
    context,
    filter,
    extraFiles,
    paths,
    template: readTemplatePath(args.template, { given: args.context, context, paths }, problems),
    variables,
    varFiles: readVarFiles(args.varFiles, paths, problems),
    ...(args.only === undefined ? {} : { only: args.only }),
  };
}

export type { MachineDefinition };
export { readMachineDefinition };
