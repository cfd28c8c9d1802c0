import type { EngineEvent } from "@anew/engine";
import { typeOf } from "./names.js";
import type { Paint } from "./paint.js";
import { allFields, changedFields, type DiffLine } from "./value-diff.js";
import { type Op, SAME, WORDS } from "./words.js";

type Step = Exclude<EngineEvent, { kind: "message" }>;
type Description = ReturnType<Step["describe"]>;

/** The physical halves of a replacement, which is shown as one. */
const HALVES: ReadonlySet<Op> = new Set(["create-replacement", "delete-replaced", "discard-replaced"]);

const COLORS = { "+": "green", "-": "red", "~": "yellow", " ": "gray" } as const;

/** What one step changes, in many lines; none when it changes nothing. */
export function diffLines({ op, urn, internal, describe }: Step, paint: Paint): string[] {
  if (internal || op === "same" || HALVES.has(op)) return [];
  const step = describe();
  const { sign, color } = WORDS[op] ?? SAME;
  const { id } = { ...step.newState, ...step.oldState };
  return [
    ` ${paint(color, sign)} ${typeOf(urn)}: (${op})`,
    ...(id ? [`      [id=${String(id)}]`] : []),
    `      [urn=${urn}]`,
    ...fields(op, step).map(
      (line) => `    ${paint(COLORS[line.sign], line.sign)} ${"  ".repeat(line.depth)}${line.text}`,
    ),
  ];
}

function fields(op: Op, step: Description): DiffLine[] {
  const [olds, news] = [inputs(step.oldState), inputs(step.newState)];
  if (op === "delete" || op === "discard") return allFields(olds, " ");
  if (!step.oldState) return allFields(news, " ");
  const secrets = new Set(Object.keys(step.detailedDiff ?? {}).map((path) => path.split(/[.[]/)[0]!));
  return changedFields(olds, news, secrets);
}

/** Without the code of a dynamic provider, which is long and seldom of interest. */
function inputs(state: Description["newState"]): Record<string, unknown> {
  const { __provider: _, ...rest } = (state?.inputs ?? {}) as Record<string, unknown>;
  return rest;
}
