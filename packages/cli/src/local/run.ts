import type { EngineEvent, LocalStack, RunResult } from "@anew/engine";
import { confirm, unconfirmed } from "./confirm.js";
import { diffLines } from "./display/diff-lines.js";
import type { Display, View } from "./display/display.js";
import { makeDisplay } from "./display/make-display.js";
import { type Paint, painter } from "./display/paint.js";
import { existingStackOf, stackOf } from "./engine.js";
import { isSet } from "./environment.js";
import { EXIT, ExitError, exitCodeOf } from "./exit-code.js";
import { type Interrupts, onInterrupt } from "./interrupt.js";
import { JsonCollector } from "./json-result.js";
import type { Operation, RunOptions } from "./options.js";
import { commonArgs, destroyArgs, refreshArgs, upArgs } from "./run-args.js";
import { type Terminal, terminalOf } from "./terminal.js";

/**
 * Runs a preview, an update, a destruction or a refresh and shows it. Whatever acts is previewed first and asks, unless
 * the options say otherwise.
 * @returns the exit code
 */
export async function run(operation: Operation, options: RunOptions): Promise<number> {
  return new LocalRun(operation, options).run();
}

class LocalRun {
  private readonly terminal: Terminal;
  /** With --json the standard output is for the result alone. */
  private readonly out: NodeJS.WriteStream;
  private collector = new JsonCollector(true);
  private result: RunResult | undefined;
  private display: Display | undefined;
  private readonly paint: Paint;
  private details: string[] = [];

  private readonly options: RunOptions;

  constructor(
    private readonly operation: Operation,
    options: RunOptions,
  ) {
    const yes = options.yes ?? (options.previewOnly ? undefined : isSet("PULUMI_SKIP_CONFIRMATIONS"));
    this.options = { ...options, ...(yes === undefined ? {} : { yes }) };
    this.terminal = terminalOf(process, process.env, options);
    this.paint = painter(this.terminal.color);
    this.out = options.json ? process.stderr : process.stdout;
  }

  async run(): Promise<number> {
    // A reader that goes away does not end what is under way.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
    let interrupts: Interrupts | undefined;
    try {
      commonArgs(this.options); // what is wrong with the options comes before everything
      this.checkConfirmation();
      const makes = this.operation === "preview" || this.operation === "up";
      const stack = makes ? stackOf(this.options) : await existingStackOf(this.options);
      interrupts = onInterrupt(
        (line) => (this.display ? this.display.say(line) : void this.out.write(`${line}\n`)),
        () => this.abandon(),
      );
      const code = await this.perform(stack, interrupts);
      this.print();
      return code;
    } catch (error) {
      this.display?.close();
      const { message } = error as Error;
      process.stderr.write(`error: ${message}\n`);
      this.print(message);
      return exitCodeOf(error);
    } finally {
      interrupts?.release();
    }
  }

  private checkConfirmation(): void {
    const { yes, skipPreview, previewOnly } = this.options;
    if (previewOnly && (yes || skipPreview)) {
      const other = skipPreview ? "--skip-preview" : "--yes";
      throw new ExitError(`${other} and --preview-only cannot be used together`, EXIT.failed);
    }
    if (this.asks() && !this.terminal.interactive) throw unconfirmed();
  }

  private async perform(stack: LocalStack, { signal }: Interrupts): Promise<number> {
    const { operation, options } = this;
    const onlyPreview = operation === "preview" || options.previewOnly === true;
    if (onlyPreview || !options.skipPreview) {
      const preview = await this.show(stack, true, signal);
      if (onlyPreview || preview.error !== undefined) return this.codeOf(preview);
      if (!options.yes) await confirm(operation, () => this.showDetails());
    }
    this.collector = new JsonCollector(false);
    return this.codeOf(await this.show(stack, false, signal));
  }

  private async show(stack: LocalStack, preview: boolean, signal: AbortSignal): Promise<RunResult> {
    const { options } = this;
    const display = await makeDisplay(this.view(stack, preview), this.terminal, this.out);
    this.display = display;
    this.details = [];
    // What a preview changes is known when a step begins; what an update has changed, when it ends.
    const telling = preview ? "step-start" : "step-end";
    const wanted = options.diff === true || (preview && this.asks());
    const onEvent = (event: EngineEvent) => {
      display.event(event);
      this.collector.event(event);
      if (wanted && event.kind === telling) this.details.push(...diffLines(event, this.paint));
    };
    const result = await this.call(stack, preview, { onEvent, signal });
    this.result = result;
    display.end(result, options.diff ? this.details : []);
    return result;
  }

  private call(
    stack: LocalStack,
    preview: boolean,
    common: { onEvent: (event: EngineEvent) => void; signal: AbortSignal },
  ): Promise<RunResult> {
    const { operation, options } = this;
    switch (operation) {
      case "destroy":
        return stack.destroy({ ...destroyArgs(options, preview), ...common });
      case "refresh":
        return stack.refresh({ ...refreshArgs(options, preview), ...common });
      default:
        return preview
          ? stack.preview({ ...upArgs(options), ...common })
          : stack.up({ ...upArgs(options), ...common });
    }
  }

  private view(stack: LocalStack, preview: boolean): View {
    const { operation, options } = this;
    return {
      operation,
      preview,
      stack: stack.name.stack,
      ...(options.message === undefined ? {} : { message: options.message }),
      debug: options.debug === true,
      sames: options.showSames === true,
      secrets: options.showSecrets === true,
      outputs: !options.suppressOutputs,
      progress: !options.suppressProgress,
      urns: options.urns === true,
      colors: this.terminal.color,
    };
  }

  /** Whether somebody will be asked, who may want to see the details. */
  private asks(): boolean {
    const { yes, skipPreview, previewOnly } = this.options;
    return this.operation !== "preview" && !yes && !skipPreview && !previewOnly;
  }

  private showDetails(): void {
    for (const line of this.details) this.out.write(`${line}\n`);
  }

  /** As the real one has it: a failure is 1, one interrupt too. */
  private codeOf({ error, changeSummary }: RunResult): number {
    if (error !== undefined) return EXIT.failed;
    const changes = Object.keys(changeSummary).some((op) => op !== "same");
    if (!this.options.expectNoChanges || !changes) return EXIT.success;
    const what = this.operation === "up" ? "update" : this.operation;
    throw new ExitError(`no changes were expected for ${what} but changes were proposed`, EXIT.changes);
  }

  /** The process is about to be ended. */
  private abandon(): void {
    this.display?.close();
    this.print(`${this.operation === "up" ? "update" : this.operation} canceled`);
  }

  private print(error?: string): void {
    const { json, showSecrets, suppressOutputs } = this.options;
    if (!json) return;
    const options = {
      secrets: showSecrets === true,
      outputs: !suppressOutputs,
      ...(error === undefined ? {} : { error }),
    };
    process.stdout.write(`${JSON.stringify(this.collector.result(this.result, options))}\n`);
  }
}
