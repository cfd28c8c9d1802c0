import type { PropertyValue } from "../../../values";
import { type KubeObject, listAt, numberAt, textAt } from "../object";
import { jsonPath } from "./json-path";
import { READY, type Readiness, type ReadinessRule, waiting } from "./readiness";

type Check = (object: KubeObject) => Readiness;

/**
 * The rule that a program writes by itself into the annotation `pulumi.com/waitFor`: one or several of
 * `jsonpath={.status.phase}=Running` and `condition=Ready`, or `condition=Ready=False`.
 * @throws Error on anything else
 */
export function waitForRule(annotation: string): ReadinessRule {
  const checks = expressions(annotation).map(checkOf);
  return {
    isAskedAtRead: false,
    assess({ object }) {
      const open = checks.map((check) => check(object)).filter((one) => !one.ready);
      if (open.length === 0) return READY;
      return { ready: false, status: open.flatMap((one) => one.status), reasons: [] };
    },
  };
}

function expressions(annotation: string): readonly string[] {
  let values: unknown;
  try {
    values = JSON.parse(annotation);
  } catch {
    return [annotation];
  }
  if (!Array.isArray(values) || !values.every((value) => typeof value === "string")) return [annotation];
  if (values.length === 0) throw new Error("at least one condition must be specified");
  return values;
}

function checkOf(expression: string): Check {
  if (expression.startsWith("jsonpath=")) return pathCheck(expression.slice("jsonpath=".length));
  if (expression.startsWith("condition=")) return conditionCheck(expression.slice("condition=".length));
  throw new Error(`expected a "jsonpath=" or "condition=" prefix, got "${expression}"`);
}

function pathCheck(expression: string): Check {
  const match = /^\{\s*(.*?)\s*\}(?:=(.*))?$/.exec(expression);
  if (!match) throw new Error(`${expression} should be wrapped in brackets { ... }`);
  const [, path = "", wanted] = match;
  if (wanted === "") throw new Error(`{${path}}= requires a value`);
  const select = jsonPath(path);
  return (object) => {
    const generation = numberAt(object, "metadata", "generation") ?? 0;
    const observed = numberAt(object, "status", "observedGeneration");
    const isStale = observed !== undefined && observed < generation;
    const [found] = select(object);
    const message = `Waiting for ${expression}`;
    if (found === undefined) return waiting(`{${path}} selected nothing`);
    if (!isStale && (wanted === undefined || shown(found) === wanted)) return READY;
    return waiting(`${message} (found "${shown(found)}")`);
  };
}

function shown(value: PropertyValue): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function conditionCheck(expression: string): Check {
  const [type = "", status = "True"] = expression.split("=", 2);
  return (object) => {
    const generation = numberAt(object, "metadata", "generation") ?? 0;
    const found = listAt(object, "status", "conditions").find((one) => same(textAt(one, "type"), type));
    const observed =
      numberAt(found, "observedGeneration") ?? numberAt(object, "status", "observedGeneration") ?? generation;
    if (found && observed >= generation && same(textAt(found, "status"), status)) return READY;
    const now = found ? `, it is "${textAt(found, "status")}"` : "";
    return waiting(`Waiting for condition "${type}" to be "${status}"${now}`);
  };
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
