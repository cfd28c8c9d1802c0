import { cleanText } from "./clean-text.js";
import type { View } from "./display.js";
import { nameOf, shortName } from "./names.js";
import type { Paint } from "./paint.js";
import type { StepEvent } from "./step-line.js";
import type { StepWords } from "./words.js";

/** The room for rows, in characters. */
interface Room {
  readonly columns: number;
  readonly rows: number;
}

interface Row {
  readonly urn: string;
  /** Absent when nothing but progress is known of the resource. */
  readonly words?: StepWords;
  readonly since: number;
  progress: string;
}

/** What is under way, a row each, and the line that counts. */
export class StepRows {
  /** By operation and URN; what only tells its progress, by URN. */
  private readonly rows = new Map<string, Row>();
  private done = 0;
  private unchanged = 0;

  constructor(
    private readonly view: View,
    private readonly paint: Paint,
    private readonly widthOf: (text: string) => number,
  ) {}

  begin({ op, urn }: StepEvent, words: StepWords): void {
    // Its progress so far was of the plan: the provider's diff, for example.
    this.rows.delete(urn);
    this.rows.set(`${op} ${urn}`, { urn, words, since: performance.now(), progress: "" });
  }

  end({ op, urn, internal }: StepEvent): void {
    this.rows.delete(`${op} ${urn}`);
    this.rows.delete(urn);
    if (op === "same" && !internal) this.unchanged++;
    else if (!internal) this.done++;
  }

  /** The latest progress of a resource takes the place of the one before. */
  progress(urn: string, message: string): void {
    const text = cleanText(message, false).trim().split("\n").at(-1)!.replaceAll("\t", "  ");
    const rows = [...this.rows.values()].filter((row) => row.urn === urn);
    if (rows.length === 0) this.rows.set(urn, { urn, since: performance.now(), progress: text });
    for (const row of rows) row.progress = text;
  }

  clear(): void {
    this.rows.clear();
  }

  /** One line each, as many as there is room for, and last the one that counts. */
  lines(room: Room, milliseconds: number): string[] {
    const rows = [...this.rows.values()];
    const fits = rows.length <= room.rows - 1;
    const shown = fits ? rows : rows.slice(0, Math.max(0, room.rows - 2));
    const lines = shown.map((row) => this.line(row, room.columns));
    if (!fits) lines.push(`    and ${rows.length - shown.length} more under way`);
    lines.push(this.count(rows.length, milliseconds));
    return lines;
  }

  private line({ urn, words, since, progress }: Row, columns: number): string {
    if (urn === "") return `     ${progress}`;
    const time = words ? ` (${Math.floor((performance.now() - since) / 1000)}s)` : "";
    const sign = words ? this.paint(words.color, words.sign) : "  ";
    const doing = words ? ` ${words.doing}` : "";
    const rest = `${doing}${time}${progress === "" ? "" : ` ${progress}`}`;
    const long = ` ${sign} ${this.view.urns ? urn : nameOf(urn)}${rest}`;
    return this.widthOf(long) <= columns ? long : ` ${sign} ${shortName(urn)}${rest}`;
  }

  private count(underWay: number, milliseconds: number): string {
    const counts = [`${this.done} done`];
    if (underWay > 0) counts.push(`${underWay} under way`);
    if (this.unchanged > 0) counts.push(`${this.unchanged} unchanged`);
    return this.paint("gray", `  ${counts.join(", ")} (${Math.floor(milliseconds / 1000)}s)`);
  }
}
