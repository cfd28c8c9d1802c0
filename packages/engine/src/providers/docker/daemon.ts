import type Dockerode from "dockerode";
import { dockerMessage } from "./docker-error";
import type { RegistryAuth } from "./registry-auth";

/** A connection to one Docker daemon. */
export interface Daemon {
  readonly docker: Dockerode;
  readonly host: string;
  readonly auth: RegistryAuth;
}

/** Runs one call to the daemon; a failure says what was tried, and what the daemon said. */
export async function ask<T>(daemon: Daemon, what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new Error(`${what}: ${dockerMessage(error, daemon.host)}`, { cause: error });
  }
}
