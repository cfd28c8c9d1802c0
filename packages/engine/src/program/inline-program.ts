import { status } from "@grpc/grpc-js";
import { CallsInFlight, inProcessClient } from "../rpc/in-process-client";
import { keepContext } from "./callback-context";
import type { EngineConnection, Program, ProgramEnd, RunningProgram } from "./program";
import { loadSdk } from "./sdk";
import type { ProgramSettings } from "./settings";

const NOWHERE = "127.0.0.1:0";

/** A program as a function; what it returns are the stack's outputs. */
export type ProgramFunction = () => unknown;

/**
 * A program that runs inside this process: for tests, without the second that a Node process takes to start. While it
 * runs, promises that are rejected without anyone listening count as the program's failure.
 */
export class InlineProgram implements Program {
  readonly inProcess = true;

  constructor(
    private readonly program: ProgramFunction,
    readonly folder: string,
  ) {}

  async start(settings: ProgramSettings, connection: EngineConnection): Promise<RunningProgram> {
    let abort!: () => void;
    const rejections = new Rejections();
    const killed = new Promise<ProgramEnd>((resolve) => {
      // Whoever waits for the engine's answers is told that there will be none, and rejects: let them.
      abort = () =>
        void rejections.settle().then(() => resolve({ error: "the program was ended", reported: true }));
    });
    const done = this.run(settings, connection, rejections);
    const ended = Promise.race([done, killed]).finally(() => rejections.restore());
    return { ended, kill: abort };
  }

  private run(
    settings: ProgramSettings,
    connection: EngineConnection,
    rejections: Rejections,
  ): Promise<ProgramEnd> {
    const sdk = loadSdk(this.folder);
    return sdk.state.withLocalStorage(async (): Promise<ProgramEnd> => {
      const { project, stack, preview, organization, config, secretKeys } = settings;
      // No address is ever dialled: the clients are there already. With "1" the SDK would send one registration at a
      // time, which it does not do in a process of its own.
      sdk.settings.resetOptions(project, stack, 0, NOWHERE, NOWHERE, preview, organization);
      keepContext(sdk.state.getStore());
      const store = sdk.state.getStore().settings;
      const calls = new CallsInFlight();
      store.monitor = inProcessClient(connection.monitor, calls);
      store.engine = inProcessClient(connection.engine, calls);
      sdk.config.setAllConfig({ ...config }, [...secretKeys]);
      // A program that waits for what was rejected would wait for good; one in a process of its own just ends. The SDK
      // itself may wait for good, too: for an answer that it could not read.
      const stuck = rejections.seen.then(async () => {
        for (let round = 0; round < 3; round++) {
          await calls.none();
          await rejections.settle();
        }
        throw rejections.first;
      });
      const gaveUp = stuck.catch(() => {});
      let end: ProgramEnd;
      try {
        await Promise.race([sdk.stack.runInPulumiStack(async () => this.program()), stuck]);
        await Promise.race([sdk.settings.waitForRPCs(), stuck]);
        // Hooks without a resource are still on their way: their server starts to listen first.
        await sdk.state.getStore().callbacks?._target;
        await rejections.settle();
        await Promise.race([sdk.settings.waitForRPCs(), stuck]);
        end = { reported: false };
      } catch (error) {
        end = failure(error);
      }
      await rejections.settle();
      if (end.error === undefined && rejections.first) end = failure(rejections.first);
      const hasErrors = sdk.log.hasErrors();
      const disconnected = sdk.settings.disconnect(end.error === undefined && !hasErrors);
      await Promise.race([disconnected, gaveUp]);
      if (end.error === undefined && hasErrors)
        return { error: "the program logged an error", reported: true };
      return end;
    });
  }
}

function failure(error: unknown): ProgramEnd {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { error: message, reported: false };
}

const HUNG_UP = new Set<number | undefined>([status.UNAVAILABLE, status.CANCELLED]);

/** Takes the place of this process's listeners for unhandled rejections for a while. */
class Rejections {
  first: unknown;
  private notice!: () => void;
  /** Resolves with the first one. */
  readonly seen = new Promise<void>((resolve) => {
    this.notice = resolve;
  });
  private readonly others = process.listeners("unhandledRejection");
  private readonly listener = (reason: unknown) => {
    // The engine hung up: it knows why.
    if (HUNG_UP.has((reason as { code?: number } | undefined)?.code)) return;
    this.first ??= reason;
    this.notice();
  };

  constructor() {
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", this.listener);
  }

  /** Waits until rejections of the present turn, and those that follow from them, have been noticed. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  restore(): void {
    process.off("unhandledRejection", this.listener);
    for (const listener of this.others) process.on("unhandledRejection", listener);
  }
}
