import { join } from "node:path";
import type { MachineDefinition } from "./definition";

/** Where a file of the copy that Packer sees lies now; absolute. */
function locate(
  { context, extraFiles }: Pick<MachineDefinition, "context" | "extraFiles">,
  path: string,
): string {
  const extra = extraFiles.find(({ at }) => path === at || path.startsWith(`${at}/`));
  return extra === undefined ? join(context, path) : join(extra.from, path.slice(extra.at.length));
}

export { locate };
