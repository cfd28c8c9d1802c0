import type { EngineEvent, RunResult } from "@anew/engine";
import { Diagnostics } from "./diagnostics.js";
import { type Display, heading, type View } from "./display.js";
import { endLines } from "./end-lines.js";
import { LiveRegion, type Screen } from "./live-region.js";
import type { Paint } from "./paint.js";
import { type StepEvent, stepLine, wordsOf } from "./step-line.js";
import { StepRows } from "./step-rows.js";
import type { TextWidth } from "./text-width.js";

/** How often the terminal is written to at most, in milliseconds. */
const FRAME = 50;
/** How often it is when nothing happens, in milliseconds: the durations go on. */
const TICK = 250;

/**
 * Shows a run on a terminal: a line for each step that is under way, with its latest progress and its duration, below
 * the lines of those that have ended.
 */
export class LiveDisplay implements Display {
  private readonly diagnostics: Diagnostics;
  private readonly region: LiveRegion;
  private readonly rows: StepRows;
  private readonly begin = performance.now();
  private lasting: string[] = [];
  private frame: NodeJS.Timeout | undefined;
  private readonly tick: NodeJS.Timeout;
  private closed = false;

  constructor(
    private readonly view: View,
    private readonly paint: Paint,
    private readonly screen: Screen,
    width: TextWidth,
  ) {
    this.diagnostics = new Diagnostics(paint, view);
    this.region = new LiveRegion(screen, width);
    this.rows = new StepRows(view, paint, (text) => width.of(text));
    this.tick = setInterval(() => this.draw(), TICK).unref();
    this.lasting.push(heading(view));
    this.draw();
  }

  event(event: EngineEvent): void {
    if (event.kind !== "message") this.step(event);
    else if (event.severity === "debug" && !this.view.debug) return;
    else if (!event.ephemeral) this.lasting.push(this.diagnostics.take(event));
    else if (this.view.progress) this.rows.progress(event.urn, event.message);
    this.soon();
  }

  say(line: string): void {
    this.lasting.push(line);
    this.soon();
  }

  end(result: RunResult, details: readonly string[]): void {
    const lines = [...details, ...this.diagnostics.lines()];
    if (lines.at(-1) !== "") lines.push("");
    lines.push(...endLines(result, this.view, performance.now() - this.begin, this.paint), "");
    this.rows.clear();
    this.lasting.push(...lines);
    this.close();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.tick);
    clearTimeout(this.frame);
    this.region.close();
    for (const line of this.lasting.splice(0)) this.screen.write(`${line}\n`);
  }

  private step(event: StepEvent): void {
    const words = wordsOf(event, this.view);
    if (event.kind === "step-start") {
      if (words) this.rows.begin(event, words);
      return;
    }
    this.rows.end(event);
    if (words) this.lasting.push(stepLine(event, words, this.view, this.paint));
  }

  private soon(): void {
    this.frame ??= setTimeout(() => this.draw(), FRAME).unref();
  }

  private draw(): void {
    clearTimeout(this.frame);
    this.frame = undefined;
    if (this.closed) return;
    const room = { columns: this.screen.columns - 1, rows: Math.max(1, this.screen.rows - 2) };
    this.region.draw(this.lasting.splice(0), this.rows.lines(room, performance.now() - this.begin));
  }
}
