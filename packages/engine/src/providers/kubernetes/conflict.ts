import { isConflict } from "./api-error";

const HELP =
  "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/" +
  "managing-resources-with-server-side-apply/#handle-field-conflicts-on-existing-resources";

/** A conflict between field managers with what to do about it; any other failure as it is. */
export function withConflictHelp(error: unknown, manager: string): unknown {
  if (!isConflict(error)) return error;
  const text =
    `server-side apply field conflict detected, see ${HELP} for troubleshooting help\n` +
    `The resource managed by field manager "${manager}" had an apply conflict: ${(error as Error).message}`;
  return new Error(text, { cause: error });
}
