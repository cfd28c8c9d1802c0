import type { EngineEvent, RunResult } from "@anew/engine";
import { Diagnostics } from "./diagnostics.js";
import { type Display, heading, type View } from "./display.js";
import { endLines } from "./end-lines.js";
import type { Paint } from "./paint.js";
import { stepLine, wordsOf } from "./step-line.js";

/** Shows a run as lines of text, one after the other: for files, pipes and terminals that can do no more. */
export class PlainDisplay implements Display {
  private readonly diagnostics: Diagnostics;
  private readonly begin = performance.now();

  constructor(
    private readonly view: View,
    private readonly paint: Paint,
    private readonly line: (text: string) => void,
  ) {
    this.diagnostics = new Diagnostics(paint, view);
    line(heading(view));
  }

  event(event: EngineEvent): void {
    const { view } = this;
    if (event.kind !== "message") {
      const words = wordsOf(event, view);
      const beginning = event.kind === "step-start";
      if (!words || (beginning && (view.preview || event.op === "same"))) return;
      this.line(stepLine(event, words, view, this.paint));
    } else if (event.severity === "debug" && !view.debug) return;
    else if (!event.ephemeral) this.line(this.diagnostics.take(event));
    else if (view.progress) this.line(this.diagnostics.progress(event));
  }

  say(line: string): void {
    this.line(line);
  }

  end(result: RunResult, details: readonly string[]): void {
    const lines = [...details, ...this.diagnostics.lines()];
    if (lines.at(-1) !== "") lines.push("");
    lines.push(...endLines(result, this.view, performance.now() - this.begin, this.paint), "");
    for (const line of lines) this.line(line);
  }

  close(): void {}
}
