import { expect } from "chai";
import type { EngineResult } from "../../setup";

/**
 * What an update did, in order and in words: `create Container web-v2-0`. What stays the same is left out.
 *
 * @param names what ids of generations are called
 */
export function stepsOf(
  result: EngineResult,
  names: Readonly<Record<string, string>> = {},
): readonly string[] {
  return result.steps
    .filter(({ op, urn }) => op !== "same" && op !== "read" && !isProvider(urn))
    .map(({ op, urn }) => {
      const [, , types = "", name = ""] = urn.split("::");
      const type = types.slice(types.lastIndexOf("$") + 1).replace(/^.*:/, "");
      const called = Object.entries(names).reduce((text, [id, word]) => text.replaceAll(id, word), name);
      return `${op} ${type} ${called}`;
    });
}

/** Pulumi's own: it gives the stack's configuration to its provider of dynamic resources, which an update shows. */
function isProvider(urn: string): boolean {
  return urn.includes("::pulumi:providers:");
}

/** The resources that an update changed in place: only a switch may be among them. */
export function updatedInPlace(result: EngineResult): readonly string[] {
  return stepsOf(result).filter((step) => step.startsWith("update "));
}

export function expectSuccess(result: EngineResult): void {
  expect(result.error, result.output).to.equal(undefined);
  expect(result.exitCode, result.output).to.equal(0);
}
