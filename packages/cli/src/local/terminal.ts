import type { LocalOptions } from "./options.js";

/** What can be done with the streams that the command has. */
export interface Terminal {
  /** Whether lines can be written over. */
  readonly live: boolean;
  readonly color: boolean;
  /** Whether somebody can be asked. */
  readonly interactive: boolean;
}

/** Variables by which systems that nobody watches give themselves away. */
const UNATTENDED = ["CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION", "CODEBUILD_BUILD_ID"];

/**
 * Looks at the streams and the environment: a live display and questions need a terminal that somebody watches.
 * @see https://no-color.org
 */
export function terminalOf(
  streams: { readonly stdin: { isTTY?: boolean }; readonly stdout: { isTTY?: boolean } },
  env: NodeJS.ProcessEnv,
  options: Pick<LocalOptions, "json" | "color" | "nonInteractive">,
): Terminal {
  const unattended = UNATTENDED.some((name) => env[name] && env[name] !== "false");
  const watched = streams.stdout.isTTY === true && env.TERM !== "dumb" && !unattended;
  const noColor = Boolean(env.NO_COLOR);
  const { color = "auto" } = options;
  const live = watched && !noColor && !options.json && !options.nonInteractive;
  return {
    live,
    color: color === "always" || (color === "auto" && live),
    interactive: watched && streams.stdin.isTTY === true && !options.json && !options.nonInteractive,
  };
}
