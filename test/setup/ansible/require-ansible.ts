import { join } from "node:path";
import type { Context } from "mocha";
import { SetupError } from "../cleanup";
import { virtualEnvironment } from "../python/virtual-environment";
import { skip } from "../skip";

/**
 * A real ansible-core for a suite, from its `before` hook. Where it can't be installed, the suite is skipped and says why.
 * @returns the folder of its programs, for the PATH
 */
export async function requireAnsible(context: Context): Promise<string> {
  context.timeout(6 * 60_000); // the first time, it is installed
  try {
    return await virtualEnvironment("ansible", join(__dirname, "requirements.txt"));
  } catch (error) {
    if (error instanceof SetupError) return skip(context, error.message);
    throw error;
  }
}
