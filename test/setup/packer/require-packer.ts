import type { Context } from "mocha";
import { which } from "../command";
import { canInstall, installPrograms } from "../docker/install";
import { skip } from "../skip";

const INSTALL_TIMEOUT = 10 * 60_000;

/** A real Packer for a suite, from its `before` hook. Where there is none and none can be installed, the suite is skipped. */
export async function requirePacker(context: Context): Promise<void> {
  context.timeout(INSTALL_TIMEOUT);
  if (which("packer") === undefined && canInstall()) await installPrograms(["packer"]);
  if (which("packer") === undefined) skip(context, "needs packer: apt-get install packer");
}
