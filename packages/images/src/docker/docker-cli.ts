import type { Readable } from "node:stream";
import { formatDuration } from "@anew/core";
import { type Connection, connectionEnvironment } from "../connection";
import { ImageError } from "../image-error";
import { runCommand } from "../run-command";

/** Longest time for a question to the daemon, milliseconds. */
const DAEMON_TIMEOUT_MS = 20_000;

interface DockerOptions {
  readonly connection: Connection;
  /** @default {@link DAEMON_TIMEOUT_MS} */
  readonly timeoutMs?: number;
  readonly input?: Readable;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Each line of output, from both streams. */
  readonly onLine?: (line: string) => void;
}

interface DockerResult {
  readonly ok: boolean;
  readonly stdout: string;
  /** The last lines of both streams. */
  readonly tail: readonly string[];
}

/**
 * Runs the user's `docker` command. A command that fails is a result; what keeps every command from working
 * is an error.
 *
 * @throws ImageError when there is no `docker`, no daemon answers, or the time is over
 */
async function docker(args: readonly string[], options: DockerOptions): Promise<DockerResult> {
  const timeoutMs = options.timeoutMs ?? DAEMON_TIMEOUT_MS;
  const { input, onLine } = options;
  const { ok, missing, timedOut, stdout, tail } = await runCommand("docker", args, {
    environment: { ...connectionEnvironment(options.connection), ...options.environment },
    timeoutMs,
    graceMs: 2_000,
    ...(input && { input }),
    ...(onLine && { onLine }),
  });
  if (missing) throw missingDocker();
  if (timedOut) throw tookTooLong(args, timeoutMs, tail);
  if (!ok && tail.some(isConnectionTrouble)) throw daemonDown(options.connection, tail);
  return { ok, stdout, tail };
}

function missingDocker(): ImageError {
  return new ImageError({
    property: "connection",
    given: undefined,
    expected: "the docker command on the PATH, which builds and pushes",
    fix: "install Docker: https://docs.docker.com/engine/install/",
  });
}

function tookTooLong(args: readonly string[], timeoutMs: number, tail: readonly string[]): ImageError {
  return new ImageError(
    {
      property: "timeout",
      given: `docker ${args.slice(0, 2).join(" ")} that did not end`,
      expected: `an end within ${formatDuration(timeoutMs)}`,
      fix: "see what the daemon is doing (docker info), or give a longer timeout",
    },
    tail,
  );
}

const CONNECTION_TROUBLE =
  /cannot connect to the docker daemon|error during connect|failed to connect to the docker api|permission denied while trying to connect|unable to resolve docker endpoint|unable to parse docker host/i;

function isConnectionTrouble(line: string): boolean {
  return CONNECTION_TROUBLE.test(line);
}

function daemonDown({ host }: Connection, tail: readonly string[]): ImageError {
  return new ImageError(
    {
      property: "connection",
      given: host ?? process.env.DOCKER_HOST ?? "the default of the docker command",
      expected: "a Docker daemon that answers",
      fix: "start it, or give connection.host (or DOCKER_HOST)",
    },
    tail,
  );
}

export type { DockerOptions, DockerResult };
export { DAEMON_TIMEOUT_MS, docker };
