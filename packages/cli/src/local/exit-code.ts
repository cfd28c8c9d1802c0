/**
 * The exit codes of `anew local`: those of the Pulumi CLI, as far as it is seen to give them. It has more in its table
 * (3 authentication, 4 resource, 5 policy, 9 timeout, 255 internal), which nothing here leads to.
 * @see https://github.com/pulumi/pulumi/blob/master/pkg/cmd/pulumi/cmd/exit_codes.go
 */
export const EXIT = {
  success: 0,
  /** Whatever failed, a wrong option and an update that one interrupt ended among it. */
  failed: 1,
  /** Nobody can be asked, and `--yes` was not given. */
  unconfirmed: 2,
  stackNotFound: 6,
  /** `--expect-no-changes`, and there were some. */
  changes: 7,
  /** Ended at once, by the second interrupt. */
  terminated: 8,
} as const;

/** An error that ends the command with a code of its own. */
export class ExitError extends Error {
  constructor(
    message: string,
    readonly code: number,
  ) {
    super(message);
  }
}

/** The code that an error ends the command with. */
export function exitCodeOf(error: unknown): number {
  return error instanceof ExitError ? error.code : EXIT.failed;
}
