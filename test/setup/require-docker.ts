import type Docker from "dockerode";
import type { Context } from "mocha";
import { which } from "./command";
import { answeringHost } from "./docker/choose";
import { dockerClient } from "./docker/client";
import { skip } from "./skip";

export interface TestDocker {
  /** For DOCKER_HOST. */
  readonly host: string;
  readonly client: Docker;
}

/** The Docker daemon for a suite, from its `before` hook: the runner's, or by hand the one that answers. Without one, the suite is skipped. */
export async function requireDocker(context: Context): Promise<TestDocker> {
  const host = await answeringHost();
  if (host === undefined) return skip(context, "no Docker daemon answers");
  return { host, client: dockerClient(host) };
}

/** For tests that start a daemon of their own. */
export function requirePrivateDaemon(context: Context): void {
  if (process.platform !== "linux" || process.getuid?.() !== 0) skip(context, "needs root on Linux");
  if (which("dockerd") === undefined) skip(context, "needs dockerd");
}
