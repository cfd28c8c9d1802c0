import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Text of a file; an executable one; a symlink; an empty folder. */
export type FileSpec =
  | string
  | Buffer
  | { readonly executable: string }
  | { readonly link: string }
  | { readonly folder: true };

const made: string[] = [];

/** A new folder with these files, removed by {@link removeFolders}. */
export function folderWith(files: Readonly<Record<string, FileSpec>>): string {
  const root = mkdtempSync(join(tmpdir(), "anew-images-test-"));
  made.push(root);
  writeFiles(root, files);
  return root;
}

/** Writes files into a folder. */
export function writeFiles(root: string, files: Readonly<Record<string, FileSpec>>): void {
  for (const [path, spec] of Object.entries(files)) {
    const place = join(root, path);
    mkdirSync(dirname(place), { recursive: true });
    if (typeof spec === "string" || Buffer.isBuffer(spec)) writeFileSync(place, spec);
    else if ("folder" in spec) mkdirSync(place, { recursive: true });
    else if ("link" in spec) symlinkSync(spec.link, place);
    else {
      writeFileSync(place, spec.executable);
      chmodSync(place, 0o755);
    }
  }
}

/** Removes all folders that were made; for an `afterEach` or `after` hook. */
export function removeFolders(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
}
