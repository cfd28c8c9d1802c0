import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

let counter = 0;

/**
 * Replaces a file so that, whenever the machine stops, either the old or the new content is there, never a part.
 * @throws Error of the file system; the old content is still there then, and no part of the new one
 */
export async function writeDurably(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.${counter++}.tmp`;
  try {
    const handle = await open(temporary, "w", 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    // A full disk has no room for what cannot be used.
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  const folder = await open(dirname(file), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
