import { describe, fits } from "./config-schema";
import type { Project } from "./project";
import { configText, type RawConfig } from "./raw-config";

/**
 * Compares a stack's configuration with what the project declares.
 * @param file - where the stack's configuration is kept, for messages
 * @throws Error with every problem, each with its fix
 */
export function checkConfig(
  project: Project,
  stack: string,
  file: string,
  config: Readonly<Record<string, RawConfig>>,
): void {
  const problems: string[] = [];
  for (const [key, { type, secret }] of Object.entries(project.configDeclarations ?? {})) {
    const name = key.startsWith(`${project.name}:`) ? key.slice(project.name.length + 1) : key;
    const given = config[key];
    if (given === undefined) {
      if (name === key) continue; // another package's key demands nothing
      const expected = type ? `expected a value of type ${describe(type)}` : "expected a value";
      problems.push(`${name}: got nothing, ${expected}; give it in ${file} or by --config ${name}=…`);
      continue;
    }
    const { value } = given;
    if (type && secret && !given.secret) {
      problems.push(
        `${name}: got a plain value, expected a secret one; encrypt it by: pulumi config set --secret ${name}`,
      );
    }
    // Whatever is not structured is a text by the time a program reads it.
    const seen = typeof value === "object" && value !== null ? value : configText(value);
    if (type && !fits(type, seen)) {
      const shown = given.secret ? "[secret]" : JSON.stringify(configText(value));
      problems.push(`${name}: got ${shown}, expected ${describe(type)}`);
    }
  }
  if (problems.length === 0) return;
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  throw new Error(`configuration of stack ${stack}: ${count}\n  ${problems.join("\n  ")}`);
}
