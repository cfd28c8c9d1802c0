import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import type { Deployment } from "./deploy/deployment";
import type { Diagnostics } from "./deploy/diagnostics";
import type { RunContext } from "./deploy/run-context";
import { IDLE_AFTER, IdleNotice } from "./program/idle-notice";
import type { Program, RunningProgram } from "./program/program";
import type { ProgramSettings } from "./program/settings";
import { providerType } from "./provider-reference";
import { DYNAMIC_PACKAGE } from "./providers/dynamic-provider";
import type { ProviderRegistry } from "./providers/registry";
import { Monitor } from "./rpc/monitor";
import type { EngineServer } from "./rpc/server";
import type { Answers } from "./rpc/unary";
import type { RunParts } from "./run";
import { createUrn, STACK_TYPE } from "./urn";

/** What the program's part of a run needs. */
export interface ProgramParts {
  readonly parts: RunParts;
  readonly run: RunContext;
  readonly deployment: Deployment;
  readonly answers: Answers;
  readonly server: EngineServer;
  readonly engine: UntypedServiceImplementation;
  /** Is given the notice about a program that does nothing. */
  readonly idle: { notice?: IdleNotice };
}

/** Runs the program, if there is one, then deletes what is to be deleted. How it went, the deployment tells. */
export async function runProgram(program: ProgramParts): Promise<void> {
  const { parts, run, deployment, answers, server, engine, idle } = program;
  const { settings } = parts;
  const { registry, hooks, diagnostics } = run;
  const address = () => server.address();
  const monitor = new Monitor(settings, deployment, registry, hooks, answers, {
    address,
    base: run.base.resources,
  });
  const service = monitor.service();
  server.addMonitor(service);
  let running: RunningProgram | undefined;
  try {
    try {
      if (parts.program) {
        if (!parts.program.inProcess) prepareDynamic(run, registry);
        running = await parts.program.start(
          settings,
          { address, monitor: service, engine },
          programLog(diagnostics, settings),
        );
        idle.notice = new IdleNotice(
          IDLE_AFTER,
          () => deployment.executor.busy,
          (message) => diagnostics.warning("", message),
        );
        await programEnd(parts.program, running, monitor, deployment, diagnostics);
        idle.notice.end();
      }
      await deployment.finish();
    } catch (error) {
      deployment.fail(error as Error);
    }
    await deployment.close().catch((error: Error) => deployment.fail(error));
  } finally {
    idle.notice?.end();
    monitor.release();
    // The program waits for something that will not come any more; the real engine ends it, too.
    if (deployment.executor.stopped) {
      answers.shutDown();
      running?.kill();
    }
    if (running) await farewell(running, deployment, diagnostics);
    monitor.close();
  }
}

/** Starts the dynamic providers' process beside the program's when the program had dynamic resources the last time. */
function prepareDynamic({ base }: RunContext, registry: ProviderRegistry): void {
  const type = providerType(DYNAMIC_PACKAGE);
  if (base.resources.some((state) => state.type === type)) registry.prepare(DYNAMIC_PACKAGE);
}

/** Waits until the program has registered everything, or the run has stopped. */
async function programEnd(
  program: Program,
  running: RunningProgram,
  monitor: Monitor,
  deployment: Deployment,
  diagnostics: Diagnostics,
): Promise<void> {
  const end = await Promise.race([running.ended, monitor.signalled, deployment.stopped()]);
  if (end?.error === undefined) return;
  // A program that broke off because the run had stopped is not the cause.
  if (deployment.executor.stopped) return;
  if (!end.reported || diagnostics.errors.length === 0) diagnostics.error("", end.error);
  const hint = program.hint?.(diagnostics.errors);
  if (hint !== undefined) diagnostics.info("", hint);
  deployment.fail(new Silent(diagnostics.errors[0] ?? end.error));
}

/** How long a program may take to end by itself once the run is over, in milliseconds. */
const FAREWELL = 10_000;

async function farewell(
  running: RunningProgram,
  deployment: Deployment,
  diagnostics: Diagnostics,
): Promise<void> {
  const stubborn = setTimeout(() => {
    const handle =
      "the program did not end by itself: something in it (a timer, a server, a connection) is still open";
    diagnostics.warning("", handle);
    running.kill();
  }, FAREWELL);
  const end = await running.ended;
  clearTimeout(stubborn);
  if (end.error !== undefined && !deployment.failure() && !deployment.executor.stopped) {
    deployment.fail(new Error(end.error));
  }
}

function programLog(diagnostics: Diagnostics, settings: ProgramSettings) {
  const { stack, project } = settings;
  const urn = createUrn(stack, project, "", STACK_TYPE, `${project}-${stack}`);
  return (line: string) => diagnostics.info(urn, line);
}

/** An error that was told already. */
class Silent extends Error {
  override readonly name = "Bail";
}
