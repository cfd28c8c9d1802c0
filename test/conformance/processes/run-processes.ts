import type { ChildProcess } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { normalState } from "../normal-state";
import { pathWithPlugins } from "../plugin-path";
import { ProgramFolder } from "../program-folder";
import { storedDeployment } from "../stored-deployment";
import type { EngineKind } from "./engine-process";
import type {
  Blow,
  ProcessCommand,
  ProcessOutcome,
  ProcessRecording,
  ProcessScenario,
} from "./process-scenario";
import { until } from "./until";

/** Runs a scenario with processes. Nothing of it is left running. */
export async function runProcesses(scenario: ProcessScenario, engine: EngineKind): Promise<ProcessRecording> {
  const { name, program } = scenario;
  const folder = new ProgramFolder(
    { name, program: typeof program === "string" ? HOLD + program : "" },
    engine.name,
  );
  if (typeof program !== "string")
    for (const [file, text] of Object.entries(program)) folder.write(file, text);
  const backend = `file://${join(folder.folder, "state")}`;
  mkdirSync(join(folder.folder, "state"));
  appendFileSync(join(folder.folder, "Pulumi.yaml"), `backend:\n  url: ${backend}\n`);
  const environment = {
    ...process.env,
    PATH: pathWithPlugins(),
    PULUMI_BACKEND_URL: backend,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DEBUG_COMMANDS: "true",
    NO_COLOR: "1",
  };
  try {
    await engine.prepare(folder.folder, environment);
    const outcomes: ProcessOutcome[] = [];
    for (const [index, command] of scenario.commands.entries()) {
      const config = { ...command.config, step: String(index + 1) };
      outcomes.push(await new ProcessRun(folder, engine, { ...command, config }, environment).outcome());
    }
    return { outcomes };
  } finally {
    folder.remove();
  }
}

const HOLD = `
  const { held } = require("./logged");
  require("node:fs").writeFileSync(__dirname + "/program.pid", process.pid + " " + process.ppid);`;

/** One command from its start to the end of all its processes. */
class ProcessRun {
  private readonly child: ChildProcess;
  private readonly exit: Promise<number | string>;
  private ended = false;
  /** It outlives a killed engine. */
  private lastHolder = 0;
  private out = "";
  private all = "";

  constructor(
    private readonly program: ProgramFolder,
    private readonly engine: EngineKind,
    private readonly command: ProcessCommand,
    environment: NodeJS.ProcessEnv,
  ) {
    for (const file of ["events.json", "program.pid", "holding"]) rmSync(this.file(file), { force: true });
    if (command.hold) program.write(`hold-${command.hold}`, "");
    this.child = engine.start(program.folder, command, environment);
    this.child.stdout!.on("data", (data) => {
      this.out += data;
      this.all += data;
    });
    this.child.stderr!.on("data", (data) => {
      this.all += data;
    });
    this.exit = new Promise((resolve, reject) => {
      this.child.once("error", reject);
      // Not "close": processes that outlive the engine hold its standard output.
      this.child.once("exit", (code, signal) => {
        this.ended = true;
        resolve(code ?? signal ?? "");
      });
    });
  }

  async outcome(): Promise<ProcessOutcome> {
    const { command, engine, program } = this;
    try {
      if (command.hold) {
        await until(() => this.ended || this.holder() > 0);
        for (const blow of command.blows ?? []) await this.strike(blow);
        // A program does not outlive its engine: it is not let go on before that has come true.
        if (command.hold === "program" && command.blows?.includes("kill")) {
          await until(() => !alive(this.holder()));
        }
        await this.release();
      }
      const exit = await this.exit;
      // What the processes that are left still do belongs to this command.
      await until(() => !alive(this.holder()));
      if (process.env.CONFORMANCE_VERBOSE) console.log(this.all);
      const told = exit !== "SIGKILL" && command.run !== "cancel";
      return {
        steps: told ? engine.steps(program.folder, this.out) : [],
        effects: program.takeEffects(),
        exit,
        state: normalState(storedDeployment(program.folder)),
      };
    } finally {
      this.endAll();
    }
  }

  private async strike(blow: Blow): Promise<void> {
    switch (blow) {
      case "kill":
        this.child.kill("SIGKILL");
        await this.exit;
        return;
      case "interrupt":
        this.child.kill("SIGINT");
        await until(() => this.ended || this.all.includes("^C received"));
        return;
      case "interrupt again":
        this.child.kill("SIGINT");
        await this.exit;
        return;
      case "kill the holder":
        process.kill(this.holder(), "SIGKILL");
        return;
      case "kill the program":
        process.kill(this.programs()[0]!, "SIGKILL");
        await until(() => !alive(this.programs()[0]!));
        return;
      case "wait for the end":
        await this.exit;
        return;
      case "release":
        return this.release();
    }
  }

  private async release(): Promise<void> {
    rmSync(this.file(`hold-${this.command.hold}`), { force: true });
  }

  private holder(): number {
    const [pid = 0] = numbers(this.file("holding"));
    if (pid > 0) this.lastHolder = pid;
    return pid;
  }

  /** The program's process and its parent. */
  private programs(): number[] {
    return numbers(this.file("program.pid"));
  }

  private endAll(): void {
    const [program, host] = this.programs();
    for (const pid of [this.ended ? 0 : this.child.pid!, program ?? 0, host ?? 0, this.lastHolder]) {
      if (pid > 1 && pid !== process.pid && alive(pid)) process.kill(pid, "SIGKILL");
    }
  }

  private file(name: string): string {
    return join(this.program.folder, name);
  }
}

function numbers(file: string): number[] {
  return existsSync(file) ? readFileSync(file, "utf8").split(" ").filter(Boolean).map(Number) : [];
}

function alive(pid: number): boolean {
  if (pid <= 1) return false;
  try {
    process.kill(pid, 0);
    const status = `/proc/${pid}/stat`;
    return !existsSync(status) || !readFileSync(status, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}
