import { posix } from "node:path";
import type { ArgReader } from "./arg-reader";
import { isWellFormed } from "./well-formed";

/** Something mounted, with the place in the arguments where it was asked for. */
export interface PlacedMount {
  readonly kind: "file" | "tmpfs" | "state";
  readonly path: string;
  readonly at: ArgReader;
}

/** What is wrong with a path at which something is to be mounted; undefined when nothing is. */
export function mountPathProblem(path: string): { expected: string; fix?: string } | undefined {
  if (!path.startsWith("/")) return { expected: 'an absolute path, starting with "/"' };
  if (path.includes("\0")) return { expected: "a path without NUL characters" };
  if (!isWellFormed(path)) return { expected: "a path without half surrogate pairs" };
  const normal = posix.resolve(path);
  if (normal === "/") return { expected: 'a path below "/"' };
  if (normal !== path) {
    return { expected: 'a path without "//", "." and "..", and no "/" at its end', fix: `write "${normal}"` };
  }
  const kernel = ["/proc", "/sys"].find((top) => path === top || isUnder(path, top));
  if (kernel !== undefined) return { expected: `a path outside ${kernel}, which belongs to the kernel` };
  return undefined;
}

/**
 * Refuses a mount that would hide another: two at one path, something below a file, and a file or scratch
 * space below a mount that is written to (it would be lost, or hidden by what is there).
 */
export function refuseHiddenMounts(mounts: readonly PlacedMount[]): void {
  mounts.forEach((mount, index) => {
    const same = mounts.slice(0, index).find(({ path }) => path === mount.path);
    if (same !== undefined) refusePath(mount, `a path that is not also ${same.at.path}`);
    const above = mounts.find(({ path, kind }) => isUnder(mount.path, path) && hides(kind, mount.kind));
    if (above === undefined) return;
    const place =
      above.kind === "file" ? `which is a file (${above.at.path})` : `the place of ${above.at.path}`;
    refusePath(mount, `a path that is not below ${above.path}, ${place}`);
  });
}

function hides(above: PlacedMount["kind"], below: PlacedMount["kind"]): boolean {
  return (
    above === "file" || (above === "tmpfs" && below === "file") || (above === "state" && below !== "state")
  );
}

function refusePath({ kind, path, at }: PlacedMount, expected: string): void {
  if (kind === "file") at.refuseName(path, expected);
  else at.refuse(expected);
}

function isUnder(path: string, top: string): boolean {
  return path.startsWith(`${top}/`);
}
