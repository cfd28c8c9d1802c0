import type { EngineEvent } from "@anew/engine";
import { cleanText } from "./clean-text.js";
import type { View } from "./display.js";
import { nameOf } from "./names.js";
import type { Paint } from "./paint.js";

type Message = Extract<EngineEvent, { kind: "message" }>;

/** What was said in a run, by resource. */
export class Diagnostics {
  private readonly messages = new Map<string, string[]>();

  constructor(
    private readonly paint: Paint,
    private readonly view: View,
  ) {}

  /** Keeps a message for the end; returns its first line for now. */
  take(event: Message): string {
    const text = this.labelled(event);
    const list = this.messages.get(event.urn);
    if (list) list.push(text);
    else this.messages.set(event.urn, [text]);
    return `    ${this.prefix(event.urn)}${text.split("\n")[0]}`;
  }

  /** What is of interest only while it lasts. */
  progress(event: Message): string {
    return `    ${this.prefix(event.urn)}${cleanText(event.message, this.view.colors).trimEnd()}`;
  }

  /** All that was kept. */
  lines(): string[] {
    if (this.messages.size === 0) return [];
    const lines = ["", "Diagnostics:"];
    for (const [urn, messages] of this.messages) {
      lines.push(`  ${urn === "" ? "anew" : this.name(urn)}:`);
      for (const message of messages) lines.push(...message.split("\n").map((line) => `    ${line}`));
      lines.push("");
    }
    return lines;
  }

  private prefix(urn: string): string {
    return urn === "" ? "" : `${this.name(urn)} `;
  }

  private name(urn: string): string {
    return this.view.urns ? urn : nameOf(urn);
  }

  private labelled({ severity, message }: Message): string {
    const text = cleanText(message, this.view.colors).trimEnd();
    if (severity === "info") return text;
    const style = severity === "error" ? "red" : severity === "warning" ? "yellow" : "gray";
    return `${this.paint(style, `${severity}:`)} ${text}`;
  }
}
