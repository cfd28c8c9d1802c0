import type { Connection } from "../connection";
import { ImageError } from "../image-error";
import { docker } from "./docker-cli";

interface PushRequest {
  readonly connection: Connection;
  /** `repository:tag` of an image in the daemon. */
  readonly tag: string;
  readonly timeoutMs: number;
  readonly report: (message: string) => void;
}

/**
 * Pushes an image with the user's own Docker and its credentials.
 * @throws ImageError with Docker's own last lines
 */
async function pushImage({ connection, tag, timeoutMs, report }: PushRequest): Promise<void> {
  report(`pushing ${tag.slice(0, tag.lastIndexOf(":"))}`);
  const { ok, tail } = await docker(["push", tag], { connection, timeoutMs });
  if (!ok) throw pushFailed(tag, tail);
}

/** What a registry's refusal means, by Docker's words for it. */
function pushFailed(tag: string, tail: readonly string[]): ImageError {
  const text = tail.join("\n");
  const [expected, fix] = /denied|unauthorized|authentication required|no basic auth/i.test(text)
    ? ["a registry that lets you push", "log in with rights to push: docker login"]
    : /no space left|insufficient storage|507|quota/i.test(text)
      ? ["a registry with free space", "free some in the registry"]
      : /name unknown|not found|does not exist/i.test(text)
        ? ["a repository that exists", "create it in the registry"]
        : ["a registry that takes the image", "Docker's last lines follow"];
  return new ImageError({ property: "repository", given: tag, expected, fix }, tail);
}

export { pushImage };
