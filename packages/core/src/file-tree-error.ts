import { RunError } from "@pulumi/pulumi/errors";

/** A file tree that cannot be listed or hashed; the message names the path and says what to do. */
export class FileTreeError extends RunError {
  /** The path in the file system that the error is about. */
  readonly path: string;

  constructor(path: string, problem: string, options?: { readonly cause?: unknown }) {
    super(`${JSON.stringify(path)} ${problem}`);
    this.name = "FileTreeError";
    this.path = path;
    if (options?.cause !== undefined) this.cause = options.cause;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOENT: "there is no such file or directory",
  ENOTDIR: "it is not a directory",
  ELOOP: "too many symbolic links",
  EMFILE: "too many open files",
};

/** Runs `read` on a path; a system error becomes a {@link FileTreeError} that names the path. */
export function readingPath<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FileTreeError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    const reason = (code && REASONS[code]) ?? code ?? String(error);
    throw new FileTreeError(path, `cannot be read: ${reason}`, { cause: error });
  }
}
