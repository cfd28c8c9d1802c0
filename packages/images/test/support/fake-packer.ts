import { delimiter } from "node:path";
import { folderWith } from "./files";

/**
 * A `packer` that does what a shell script says, first on the PATH.
 * @returns what takes it away again
 */
export function useFakePacker(script: string): () => void {
  const folder = folderWith({ packer: { executable: `#!/bin/sh\n${script}\n` } });
  return usePath(`${folder}${delimiter}${process.env.PATH}`);
}

export function usePath(path: string): () => void {
  const before = process.env.PATH ?? "";
  process.env.PATH = path;
  return () => {
    process.env.PATH = before;
  };
}
