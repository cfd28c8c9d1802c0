import type { Spec } from "@anew/core";
import { type ConfigMap, type Owned, ownedMetadata } from "./manifest";

/** A file of a generation: where it is mounted, and under which key it is kept. */
interface FileKey {
  readonly path: string;
  readonly key: string;
}

/** Files by their keys, which are what a key may be: a path is not. */
function fileKeys(files: Readonly<Record<string, string>> | undefined): FileKey[] {
  return Object.keys(files ?? {})
    .sort()
    .map((path, index) => ({ path, key: `file-${index}` }));
}

/** Key → content. */
function fileData(files: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(fileKeys(files).map(({ path, key }) => [key, files?.[path] ?? ""]));
}

/** The ConfigMap of a generation, which nobody can change; undefined where it has no files. */
function filesManifest(owned: Owned, files: Spec["files"]): ConfigMap | undefined {
  const data = fileData(files);
  if (Object.keys(data).length === 0) {
    return undefined;
  }
  return { apiVersion: "v1", kind: "ConfigMap", metadata: ownedMetadata(owned), immutable: true, data };
}

export type { FileKey };
export { fileData, fileKeys, filesManifest };
