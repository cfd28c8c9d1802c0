import type { Connection } from "../connection";
import { docker } from "./docker-cli";

const known = new Map<string, Promise<boolean>>();

/** Whether the user's Docker has buildx; asked once in a process. */
function hasBuildx(connection: Connection): Promise<boolean> {
  // Docker's configuration folder holds its plugins.
  const key = JSON.stringify([connection, process.env.DOCKER_CONFIG]);
  const asked = known.get(key) ?? docker(["buildx", "version"], { connection }).then(({ ok }) => ok);
  known.set(key, asked);
  // A docker that did not answer may answer the next time.
  asked.catch(() => known.delete(key));
  return asked;
}

export { hasBuildx };
