import { stripVTControlCharacters } from "node:util";

/** One line of what `packer -machine-readable` says. */
interface PackerLine {
  /** `ui`, `artifact`, `error`, … */
  readonly type: string;
  readonly data: readonly string[];
}

/**
 * Reads a line: time, target, type, data.
 * @see https://developer.hashicorp.com/packer/docs/commands#machine-readable-output
 */
function parsePackerLine(line: string): PackerLine | undefined {
  const [time = "", , type = "", ...data] = line.split(",");
  return /^\d+$/.test(time) ? { type, data: data.map(plainText) } : undefined;
}

function plainText(text: string): string {
  return text.replaceAll("%!(PACKER_COMMA)", ",").replaceAll("\\n", "\n").replaceAll("\\r", "");
}

/** What a line tells a person; nothing for the lines that are for programs. */
function packerText(line: string): string[] {
  const parsed = parsePackerLine(line);
  if (parsed !== undefined && parsed.type !== "ui") return [];
  const text = parsed === undefined ? line : (parsed.data[1] ?? "");
  return stripVTControlCharacters(text)
    .split("\n")
    .map((part) => part.replace(/^(?:==> |--> | {4})(?:[\w.-]+:(?: |$))?/, "").trim())
    .filter((part) => part !== "");
}

/** The progress message of a line: the steps of a build, not what they print. */
function packerStep(line: string): string | undefined {
  const parsed = parsePackerLine(line);
  return parsed?.type === "ui" && parsed.data[0] === "say" ? packerText(line)[0] : undefined;
}

/** Ids of the images that a line tells of: `eu-west-1:ami-…,us-east-1:ami-…`. */
function packerArtifacts(line: string): string[] {
  const parsed = parsePackerLine(line);
  if (parsed?.type !== "artifact" || parsed.data[1] !== "id") return [];
  return (parsed.data[2] ?? "").split(",").filter((id) => id !== "");
}

export { packerArtifacts, packerStep, packerText };
