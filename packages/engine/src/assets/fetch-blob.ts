import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Blob, bytesBlob, fileBlob } from "./blob";

const TRIES = 5;
/** Milliseconds; each further try waits half as long again. */
const FIRST_DELAY = 100;

/**
 * What a URI names. As with the real engine, an answer such as "404 not found" counts as content.
 * @throws Error when nobody answers, or when the scheme is none of http, https and file
 */
export async function fetchBlob(uri: string): Promise<Blob> {
  const scheme = uri.slice(0, Math.max(0, uri.indexOf(":")));
  if (scheme === "file") return fileBlob(fileURLToPath(uri));
  if (scheme !== "http" && scheme !== "https") {
    throw new Error(`Unrecognized or unsupported URI scheme: ${scheme} (of ${uri}); use http, https or file`);
  }
  for (let attempt = 1; ; attempt++) {
    const last = attempt === TRIES;
    const response = await fetch(uri).catch((error: Error) => {
      if (last) throw new Error(`could not fetch ${uri}: ${reason(error)}`);
    });
    const again = !response || response.status === 429 || response.status >= 500;
    if (response && (last || !again)) return bytesBlob(new Uint8Array(await response.arrayBuffer()));
    await response?.body?.cancel();
    await sleep(FIRST_DELAY * 1.5 ** (attempt - 1));
  }
}

function reason(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
