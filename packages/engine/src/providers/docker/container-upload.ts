import { readFile } from "node:fs/promises";
import { text as streamText } from "node:stream/consumers";
import type Dockerode from "dockerode";
import type { Fields } from "./fields";

const EXECUTABLE = 0o744;
const PLAIN = 0o644;

/**
 * Puts one file into a container that has been created and not started.
 * @throws Error when the file's content is given twice or not at all
 */
export async function upload(container: Dockerode.Container, file: Fields): Promise<void> {
  const content = await fileContent(file);
  const permissions = file.text("permissions");
  const mode = permissions ? Number.parseInt(permissions, 8) : file.flag("executable") ? EXECUTABLE : PLAIN;
  const { pack } = await import("tar-stream");
  const archive = pack();
  const owner = { uid: numericId(file, "owner"), gid: numericId(file, "group") };
  archive.entry({ name: file.text("file") ?? "", mode, mtime: new Date(), ...owner }, content);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  const answer: unknown = await container.putArchive(Buffer.concat(chunks), { path: "/" });
  // The call has ended only when its answer, which is empty, has been read.
  await streamText(answer as NodeJS.ReadableStream);
}

async function fileContent(file: Fields): Promise<Buffer> {
  const content = file.text("content");
  const encoded = file.text("contentBase64");
  const source = file.text("source");
  const given = [content, encoded, source].filter((value) => value !== undefined).length;
  if (given !== 1) {
    const what = given === 0 ? "one of" : "only one of";
    const rule = given === 0 ? "must be set" : "can be set";
    throw new Error(`error with upload content: ${what} 'content', 'content_base64', or 'source' ${rule}`);
  }
  if (content !== undefined) return Buffer.from(content, "utf8");
  if (encoded !== undefined) return Buffer.from(encoded, "base64");
  try {
    return await readFile(source!);
  } catch (error) {
    throw new Error(`could not read file: ${(error as Error).message}`);
  }
}

function numericId(file: Fields, key: "owner" | "group"): number | undefined {
  const given = file.text(key);
  if (given === undefined) return undefined;
  if (/^\d+$/.test(given)) return Number(given);
  throw new Error(
    `uploads: ${key}: got "${given}", expected a number; the embedded engine looks up no names`,
  );
}
