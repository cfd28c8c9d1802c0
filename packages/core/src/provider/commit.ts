import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The longest that git may take, milliseconds. */
const GIT_TIMEOUT_MS = 2_000;

/** The git commit that is checked out in the program's folder; undefined without git or a repository. */
async function currentCommit(folder: string = process.cwd()): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)("git", ["rev-parse", "--verify", "HEAD"], {
      cwd: folder,
      timeout: GIT_TIMEOUT_MS,
    });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

export { currentCommit };
