import type { StoredCheckpoint } from "./backend";
import { type DeploymentJson, holdsCiphertext } from "./checkpoint";
import { isObject, presentDeployment } from "./deployment-version";
import { parseJson } from "./json-text";

/** A stack that was made and never updated. */
const EMPTY_DEPLOYMENT: DeploymentJson = { manifest: { time: "", magic: "", version: "" } };

/**
 * Reads the text of a state file of Pulumi's file backend, of any version.
 * @param name - what is read, for messages: `the state file <path>`
 * @throws Error naming the place where it is broken, or what about it cannot be read
 */
export function readStateFile(text: string, name: string): Omit<StoredCheckpoint, "remedy"> {
  const json = parseJson(text, name);
  if (!isObject(json))
    throw new Error(`${name} is no state: expected an object with "version" and "checkpoint"`);
  // Before there were versions, the checkpoint itself was the file.
  const [version, checkpoint] = json.version || !json.latest ? [json.version, json.checkpoint] : [1, json];
  const latest = isObject(checkpoint) ? (checkpoint.latest ?? EMPTY_DEPLOYMENT) : undefined;
  const deployment = presentDeployment(version, json.features, latest, name);
  return { deployment, encrypted: holdsCiphertext(text), origin: name };
}
