import type { EngineEvent } from "@anew/engine";
import type { View } from "./display.js";
import { nameOf, seconds } from "./names.js";
import type { Paint } from "./paint.js";
import { SAME, type StepWords, WORDS } from "./words.js";

export type StepEvent = Exclude<EngineEvent, { kind: "message" }>;

/** How a step is told; undefined when it is not. */
export function wordsOf(event: StepEvent, view: View): StepWords | undefined {
  if (event.internal) return undefined;
  if (event.op === "same") return view.sames ? SAME : undefined;
  return WORDS[event.op];
}

/** The line of a step that has begun or ended. */
export function stepLine(event: StepEvent, words: StepWords, view: View, paint: Paint): string {
  const name = view.urns ? event.urn : nameOf(event.urn);
  const line = (text: string) => ` ${paint(words.color, words.sign)} ${name} ${text}`;
  if (event.kind === "step-start") return line(words.doing);
  if (view.preview && event.error === undefined) return line(event.op);
  const how = event.error === undefined ? words.done : paint("red", `**${words.doing} failed**`);
  return line(`${how} (${seconds(event.milliseconds)})`);
}
