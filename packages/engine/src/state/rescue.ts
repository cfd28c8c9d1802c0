import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/**
 * Puts a state that could not be written to its place into the folder for temporary files: what was done since the last
 * write is known nowhere else.
 * @returns the message about it
 */
export async function rescue(file: string, text: string, error: Error): Promise<string> {
  const failure = `the state could not be written to ${file}: ${error.message}. The file holds the last state that was`;
  const copy = join(tmpdir(), `anew-${process.pid}-${basename(file)}`);
  try {
    await writeFile(copy, text, { mode: 0o600 });
  } catch {
    return `${failure}; what was done since is recorded nowhere. Make room, and compare with \`anew local refresh\``;
  }
  return `${failure}; the present one was put into ${copy}. When there is room again: cp '${copy}' '${file}'`;
}
