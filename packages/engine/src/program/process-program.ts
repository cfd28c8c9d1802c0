import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { INSPECT_GUARD } from "./inspect-guard";
import { LOST_ENGINE_GUARD } from "./lost-engine-guard";
import { missingConfigHint } from "./missing-config";
import { missingModuleHint } from "./missing-module";
import type { EngineConnection, Program, ProgramEnd, ProgramLog, RunningProgram } from "./program";
import type { Project } from "./project";
import { sdkRunner } from "./sdk-runner";
import type { ProgramSettings } from "./settings";

/** The exit code of a program that told its error already. */
const REPORTED = 32;

/** A project's program in a Node process of its own, run by the project's own `@pulumi/pulumi`. */
export class ProcessProgram implements Program {
  constructor(private readonly project: Project) {}

  get folder(): string {
    return this.project.programFolder;
  }

  hint(errors: readonly string[]): string | undefined {
    return missingModuleHint(this.project, errors) ?? missingConfigHint(this.project.name, errors);
  }

  async start(
    settings: ProgramSettings,
    connection: EngineConnection,
    log: ProgramLog,
  ): Promise<RunningProgram> {
    const { project } = this;
    const engineAddress = await connection.address();
    const flags = {
      monitor: engineAddress,
      engine: engineAddress,
      organization: settings.organization,
      project: settings.project,
      stack: settings.stack,
      "root-directory": project.root,
      pwd: project.programFolder,
      parallel: String(settings.parallel),
    };
    const child = spawn(
      process.execPath,
      [
        INSPECT_GUARD,
        LOST_ENGINE_GUARD,
        ...project.nodeArguments,
        sdkRunner(project),
        ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
        ...(settings.preview ? ["--dry-run"] : []),
        project.entryPoint,
      ],
      {
        cwd: project.programFolder,
        env: environment(project, settings),
        // The last one is ENGINE_PIPE.
        stdio: ["ignore", "pipe", "pipe", "pipe"],
        // Its own group: an interrupt at the terminal is the engine's to handle.
        detached: true,
      },
    );
    children.add(child);
    return { ended: ending(child, log), kill: () => void child.kill("SIGKILL") };
  }
}

function environment(project: Project, settings: ProgramSettings): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(settings.config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(settings.secretKeys),
    PULUMI_NODEJS_TYPESCRIPT: String(project.typescript),
    ...(project.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: project.tsconfig }),
  };
}

function ending(child: ChildProcess, log: ProgramLog): Promise<ProgramEnd> {
  createInterface({ input: child.stdout! }).on("line", (line) => log(line, "stdout"));
  createInterface({ input: child.stderr! }).on("line", (line) => log(line, "stderr"));
  return new Promise((resolve) => {
    child.once("error", (error) => {
      children.delete(child);
      resolve({ error: `the program could not be started: ${error.message}`, reported: false });
    });
    child.once("close", (code, signal) => {
      children.delete(child);
      if (code === 0) resolve({ reported: false });
      else if (code === REPORTED) resolve({ error: "the program failed", reported: true });
      else if (signal) resolve({ error: `the program was ended by ${signal}`, reported: false });
      else resolve({ error: `the program failed with exit code ${code}`, reported: false });
    });
  });
}

const children = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});
