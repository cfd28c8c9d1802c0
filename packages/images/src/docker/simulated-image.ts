import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { Connection } from "../connection";

/** A Docker host of this form exists in a file only (see @anew/docker): there is nothing to build with, and nothing is built. */
const SIMULATED = "simulated://";

/** The simulated host's address; undefined for a real one. */
function simulatedHost({ host }: Connection): string | undefined {
  const address = host ?? process.env.DOCKER_HOST ?? "";
  return address.startsWith(SIMULATED) ? address : undefined;
}

/** Whether images for this daemon are only pretended. */
function isSimulated(connection: Connection): boolean {
  return simulatedHost(connection) !== undefined;
}

/** What stands for the image: a reference of the right form, made of its content hash. */
function simulatedReference(contentHash: string, repository: string | undefined): string {
  return repository === undefined ? `sha256:${contentHash}` : `${repository}@sha256:${contentHash}`;
}

/**
 * Takes note of an image beside the simulated host, as if it had been built.
 * @returns false when it was there already
 */
function simulateBuild(connection: Connection, reference: string): boolean {
  const file = `${simulatedHost(connection)?.slice(SIMULATED.length)}.images`;
  const known = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  if (known.includes(reference)) return false;
  appendFileSync(file, `${reference}\n`);
  return true;
}

export { isSimulated, simulateBuild, simulatedReference };
