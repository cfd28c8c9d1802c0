import type { Spec } from "@anew/core";
import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { literal, reference } from "./literal";
import { envKey, secretTexts, secretVariables } from "./secret-data";

/** Tells a program which generation it belongs to; the same for all of its replicas. */
const GENERATION_VARIABLE = "ANEW_GENERATION";

/** The variables of a program, sorted by name: plain ones by value, secret ones by reference. */
function environment(
  id: string,
  real: Spec,
  secret: pulumi.Input<string> | undefined,
): types.input.core.v1.EnvVar[] {
  const plain = Object.entries({ [GENERATION_VARIABLE]: id, ...real.env }).map(([name, value]) => ({
    name,
    value: literal(value),
  }));
  const hidden = Object.keys(secretVariables(real)).map((name) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret ?? "", key: envKey(name) } },
  }));
  const names = new Set(hidden.map(({ name }) => name));
  return [...plain.filter(({ name }) => !names.has(name)), ...hidden].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

/** A command or its arguments; secret texts by reference, all others as they are. */
function commandTexts(real: Spec, list: "command" | "args"): string[] | undefined {
  const variables = new Map(secretTexts(real).map(({ path, variable }) => [path, variable]));
  return real[list]?.map((text, index) => {
    const variable = variables.get(`${list}[${index}]`);
    return variable === undefined ? literal(text) : reference(variable);
  });
}

export { commandTexts, environment, GENERATION_VARIABLE };
