import type { RunResult } from "@anew/engine";
import { outputText } from "../output-text.js";
import type { View } from "./display.js";
import { seconds } from "./names.js";
import type { Paint } from "./paint.js";
import { type Op, WORDS } from "./words.js";

/** Outputs, counts and time: what stands below a run. */
export function endLines(result: RunResult, view: View, milliseconds: number, paint: Paint): string[] {
  const lines: string[] = [];
  const outputs = Object.entries(result.outputs);
  if (view.outputs && outputs.length > 0) {
    lines.push("Outputs:");
    for (const [name, value] of outputs) lines.push(`    ${name}: ${outputText(value, view.secrets)}`);
    lines.push("");
  }
  lines.push("Resources:", ...summary(result, view, paint), "", `Duration: ${seconds(milliseconds)}`);
  if (result.error !== undefined) {
    const what = view.preview ? "preview" : view.operation === "up" ? "update" : view.operation;
    lines.push(
      "",
      `${paint("red", "error:")} ${result.error === `${what} canceled` ? result.error : `${what} failed`}`,
    );
  }
  return lines;
}

function summary({ changeSummary, failures }: RunResult, view: View, paint: Paint): string[] {
  const lines: string[] = [];
  let changes = 0;
  for (const [op, count] of Object.entries(changeSummary)) {
    const words = WORDS[op as Op];
    if (!words) continue;
    changes += count;
    lines.push(`    ${paint(words.color, words.sign)}${count} ${view.preview ? `to ${op}` : words.count}`);
  }
  const same = changeSummary.same ? `${changeSummary.same} unchanged` : "";
  if (lines.length > 1) lines.push(`    ${changes} changes${same && `. ${same}`}`);
  else if (same) lines.push(`    ${same}`);
  if (failures.length > 0) lines.push(`    ${paint("red", `${failures.length} errored`)}`);
  return lines.length > 0 ? lines : ["    none"];
}
