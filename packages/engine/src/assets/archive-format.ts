export type ArchiveFormat = "tar" | "tar.gz" | "zip";

const EXTENSIONS: readonly (readonly [string, ArchiveFormat])[] = [
  [".tar", "tar"],
  [".tgz", "tar.gz"],
  [".tar.gz", "tar.gz"],
  [".zip", "zip"],
  [".jar", "zip"],
];

/** What a file's name says that it is; undefined when it is no archive. */
export function archiveFormat(path: string): ArchiveFormat | undefined {
  return EXTENSIONS.find(([extension]) => path.endsWith(extension))?.[1];
}
