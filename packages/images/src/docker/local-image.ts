import { fitName, isImageId, parseImageReference } from "@anew/core";
import type { Connection } from "../connection";
import { ImageError } from "../image-error";
import { docker } from "./docker-cli";

/** The label on every image that Anew builds: its content hash. */
const CONTENT_HASH_LABEL = "dev.anew.content-hash";

/** The name in the local daemon of an image without a repository. A name keeps it from `docker image prune`. */
function localTag(name: string, contentHash: string): string {
  return `anew/${fitName([name], { maxLength: 100, allowed: /[a-z0-9-]/ })}:${contentHash}`;
}

/**
 * The id of the image that the daemon has under a name, when it carries this content hash.
 * The label alone would not do: whatever is built from an image inherits its labels.
 */
async function findByTag(
  connection: Connection,
  tag: string,
  contentHash: string,
): Promise<string | undefined> {
  const format = `{{.Id}} {{index .Config.Labels "${CONTENT_HASH_LABEL}"}}`;
  const { ok, stdout } = await docker(["image", "inspect", "--format", format, tag], { connection });
  const [id = "", label] = stdout.trim().split(" ");
  return ok && isImageId(id) && label === contentHash ? id : undefined;
}

/** The image of this content under any of the names that Anew gives; it gets the name `tag` as well. */
async function findLocal(
  connection: Connection,
  tag: string,
  contentHash: string,
): Promise<string | undefined> {
  const found = await findByTag(connection, tag, contentHash);
  if (found !== undefined) return found;
  const label = `label=${CONTENT_HASH_LABEL}=${contentHash}`;
  const { stdout } = await docker(
    ["image", "ls", "--filter", label, "--format", "{{.Repository}}:{{.Tag}}"],
    { connection },
  );
  // Only Anew's own names end with the hash; others may have inherited the label.
  for (const other of stdout.split("\n").filter((line) => line.endsWith(`:${contentHash}`))) {
    const id = await findByTag(connection, other, contentHash);
    if (id !== undefined && (await docker(["image", "tag", id, tag], { connection })).ok) return id;
  }
  return undefined;
}

/** Whether the daemon has the image with this id. */
async function hasImage(connection: Connection, id: string): Promise<boolean> {
  const { ok, stdout } = await docker(["image", "inspect", "--format", "{{.Id}}", id], { connection });
  return ok && stdout.trim() === id;
}

/** What the daemon says of an image by its name: its id and, if it was pulled or pushed, its digest in the registry. */
async function inspectImage(
  connection: Connection,
  name: string,
): Promise<{ readonly id: string; readonly digest?: string } | undefined> {
  const format = "{{.Id}} {{json .RepoDigests}}";
  const { ok, stdout } = await docker(["image", "inspect", "--format", format, name], { connection });
  const [id = "", digests = "[]"] = stdout.trim().split(" ");
  if (!ok || !isImageId(id)) return undefined;
  const { registry, repository } = parseImageReference(name);
  const own = ((JSON.parse(digests) ?? []) as string[])
    .map(parseImageReference)
    .find((other) => other.registry === registry && other.repository === repository);
  return own?.digest === undefined ? { id } : { id, digest: own.digest };
}

/** @throws ImageError unless the daemon has the image that a base is pinned to. */
async function requireBase(connection: Connection, name: string, id: string): Promise<void> {
  if (await hasImage(connection, id)) return;
  throw new ImageError({
    property: "dockerfile",
    given: `${name}, pinned to ${id}`,
    expected: "a base image that this Docker daemon has",
    fix: `build or load ${name} again; when it may be another one: npx anew lock PATH --update`,
  });
}

export { CONTENT_HASH_LABEL, findByTag, findLocal, hasImage, inspectImage, localTag, requireBase };
