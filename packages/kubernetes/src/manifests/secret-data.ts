import type { Spec } from "@anew/core";
import { type Owned, ownedMetadata, type Secret } from "./manifest";

/** A secret text of a command: the environment variable that carries it. */
interface SecretText {
  /** `command[0]`. */
  readonly path: string;
  readonly variable: string;
}

/** The name of the variable that carries a secret of a command. */
const SECRET_VARIABLE = "ANEW_SECRET_";

/** The key of a secret environment variable in the generation's Secret. */
function envKey(name: string): string {
  return `env.${name}`;
}

/** The secret texts in a spec's command and arguments. */
function secretTexts(spec: Pick<Spec, "secrets">): SecretText[] {
  return (spec.secrets ?? [])
    .filter((path) => /^(command|args)\[/.test(path))
    .map((path, index) => ({ path, variable: `${SECRET_VARIABLE}${index + 1}` }));
}

/** Every secret variable: those of the program, and those that its command needs. Name → value. */
function secretVariables(real: Spec): Record<string, string> {
  const texts = secretTexts(real).map(({ path, variable }) => [variable, textAt(real, path)] as const);
  return { ...real.secretEnv, ...Object.fromEntries(texts) };
}

function textAt(real: Spec, path: string): string {
  const [, list = "", index = ""] = /^(command|args)\[(\d+)\]$/.exec(path) ?? [];
  return (list === "command" ? real.command : real.args)?.[Number(index)] ?? "";
}

/**
 * The Secret of a generation, which nobody can change; undefined where the program has no secrets.
 * @param real the spec with the secrets' values
 * @param files key in the Secret → content
 */
function secretManifest(
  owned: Owned,
  real: Spec,
  files: Readonly<Record<string, string>>,
): Secret | undefined {
  const variables = Object.entries(secretVariables(real)).map(
    ([name, value]) => [envKey(name), value] as const,
  );
  const data = [...variables, ...Object.entries(files)].sort(([a], [b]) => (a < b ? -1 : 1));
  if (data.length === 0) {
    return undefined;
  }
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: ownedMetadata(owned),
    immutable: true,
    type: "Opaque",
    data: Object.fromEntries(data.map(([key, text]) => [key, Buffer.from(text).toString("base64")])),
  };
}

export { envKey, SECRET_VARIABLE, secretManifest, secretTexts, secretVariables };
