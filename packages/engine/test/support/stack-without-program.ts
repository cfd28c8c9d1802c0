import { LocalStack } from "../../src/local-stack";
import type { Project } from "../../src/program/project";
import type { Backend } from "../../src/state/backend";

/** A stack that is exported and imported, but never run. */
export function stackWithoutProgram(args: {
  readonly project: string;
  readonly stack: string;
  readonly folder: string;
  readonly backend: Backend;
  readonly passphrase: string;
}): LocalStack {
  const { folder, backend, passphrase } = args;
  const project = {
    name: args.project,
    root: folder,
    programFolder: folder,
    entryPoint: ".",
    typescript: false,
    nodeArguments: [],
    configDefaults: {},
  } as unknown as Project;
  const program = {
    folder,
    start: async () => {
      throw new Error("no program runs here");
    },
  };
  return new LocalStack({ project, stack: args.stack, program, backend, passphrase, providers: {} });
}
