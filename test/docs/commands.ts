import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../setup/command";
import { root } from "../setup/places";

/** Programs of others that the documentation names, with the subcommands that it may use. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  pulumi: ["cancel", "config", "destroy", "login", "new", "preview", "refresh", "stack", "state", "up"],
  docker: ["image", "login", "rm", "start", "stop", "volume"],
  git: ["clone"],
  npm: ["install"],
};

const helps = new Map<string, string>();

/** What is wrong with a command that the documentation names; undefined when it can be run as it stands. */
export async function commandProblem(command: string): Promise<string | undefined> {
  const words = command.trim().replace(/^\$ /, "").split(/\s+/);
  while (/^[A-Z_]+=/.test(words[0] ?? "")) words.shift();
  const [program = "", ...rest] = words;
  if (program === "npx") {
    const [name = "", ...more] = rest.filter((word) => word !== "-y");
    if (name === "anew") return anewProblem(more);
    if (name === "pnpm@12") return pnpmProblem(more);
    return `npx ${name} is not documented anywhere`;
  }
  if (program === "anew") return anewProblem(rest);
  const known = OTHERS[program];
  if (known === undefined) return `${program} is no program that the documentation may name`;
  return known.includes(rest[0] ?? "") ? undefined : `${program} has no subcommand "${rest[0] ?? ""}"`;
}

/** Scripts of package.json, with or without options of theirs. */
function pnpmProblem(words: readonly string[]): string | undefined {
  const [script = "", ...rest] = words.filter((word) => word !== "--silent");
  if (script === "anew" && hasScript(script)) return undefined;
  if (script === "install") return undefined;
  if (!hasScript(script)) return `package.json has no script "${script}"`;
  const file = /tsx (\S+)/.exec(scripts()[script] ?? "")?.[1];
  const text = file === undefined ? "" : readFileSync(join(root, file), "utf8");
  const unknown = rest.find((word) => word.startsWith("--") && !text.includes(word.slice(2)));
  return unknown === undefined ? undefined : `${script} has no option ${unknown}`;
}

function scripts(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts;
}

function hasScript(name: string): boolean {
  return Object.hasOwn(scripts(), name);
}

/** Subcommands and options as the command's own help has them. */
async function anewProblem(words: readonly string[]): Promise<string | undefined> {
  const subcommands: string[] = [];
  let help = await helpOf([]);
  for (const word of words) {
    if (!new RegExp(`^  ${word}\\b`, "m").test(help.slice(Math.max(0, help.indexOf("Commands:"))))) break;
    subcommands.push(word);
    help = await helpOf(subcommands);
  }
  if (subcommands.length === 0) return `anew has no subcommand "${words[0] ?? ""}"`;
  if (help.includes("\nCommands:") && words.length > subcommands.length) {
    return `anew ${subcommands.join(" ")} has no subcommand "${words[subcommands.length]}"`;
  }
  const options = words.slice(subcommands.length).filter((word) => /^--?[a-z]/i.test(word));
  const unknown = options.find((option) => !new RegExp(`(^|[ ,])${option}\\b`, "m").test(help));
  return unknown === undefined ? undefined : `anew ${subcommands.join(" ")} has no option ${unknown}`;
}

async function helpOf(subcommands: readonly string[]): Promise<string> {
  const key = subcommands.join(" ");
  const known = helps.get(key);
  if (known !== undefined) return known;
  const main = join(root, "packages/cli/dist/main.js");
  const { stdout } = await run(process.execPath, [main, ...subcommands, "--help"], { timeout: 60_000 });
  helps.set(key, stdout);
  return stdout;
}
