import Docker from "dockerode";
import { clientOptions } from "./client";

/** How long a daemon may take to answer, in milliseconds. */
const ANSWER_TIMEOUT = 3000;

/** Does a Docker daemon answer at this address? */
export async function answers(host: string): Promise<boolean> {
  try {
    await new Docker({ ...clientOptions(host), timeout: ANSWER_TIMEOUT }).ping();
    return true;
  } catch {
    return false;
  }
}
