import type { KubernetesApi } from "./api";
import { isStatus } from "./api-error";
import { pathOf } from "./paths";

/** Lines of a container's log that an explanation shows. */
const LOG_LINES = 10;
const LOG_BYTES = 16_384;

/** The end of a container's log; of the one before, where it was started again. "" when it wrote nothing. */
async function lastLines(
  api: KubernetesApi,
  namespace: string,
  pod: string,
  container: string,
  restarted: boolean,
): Promise<string> {
  const read = (previous: boolean) => {
    const query = new URLSearchParams({
      container,
      tailLines: String(LOG_LINES),
      limitBytes: String(LOG_BYTES),
      ...(previous && { previous: "true" }),
    });
    return api.text(pathOf("pods", namespace, pod, `log?${query}`));
  };
  try {
    return (await read(restarted)).trimEnd();
  } catch (error) {
    // 400: there is no such container any more, or none has started yet.
    if (restarted && isStatus(error, 400, 404)) {
      return (await read(false).catch(() => "")).trimEnd();
    }
    if (isStatus(error, 400, 404)) {
      return "";
    }
    throw error;
  }
}

function indent(text: string): string {
  return text
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
}

export { indent, lastLines };
