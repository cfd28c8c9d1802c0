import type Dockerode from "dockerode";
import { ask, type Daemon } from "./daemon";
import { dockerMessage, isNotFound } from "./docker-error";
import { imageRegistry } from "./registry-auth";

/** The local image of that name, digest or id, or undefined. */
export async function localImage(
  daemon: Daemon,
  name: string,
): Promise<Dockerode.ImageInspectInfo | undefined> {
  try {
    return await daemon.docker.getImage(name).inspect();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw new Error(`unable to inspect image ${name}: ${dockerMessage(error, daemon.host)}`, {
      cause: error,
    });
  }
}

/**
 * The local image, pulled first when it is not there.
 * @throws Error when no registry gives it either
 */
export async function findImage(
  daemon: Daemon,
  name: string,
  platform?: string,
): Promise<Dockerode.ImageInspectInfo> {
  const found = await localImage(daemon, name);
  if (found) return found;
  await ask(daemon, `unable to pull image ${name}: error pulling image ${name}`, () =>
    pull(daemon, name, platform),
  );
  const pulled = await localImage(daemon, name);
  if (!pulled) throw new Error(`unable to find or pull image ${name}`);
  return pulled;
}

async function pull(daemon: Daemon, name: string, platform?: string): Promise<void> {
  const authconfig = daemon.auth.get(imageRegistry(name));
  const stream: NodeJS.ReadableStream = await daemon.docker.pull(name, {
    ...(platform ? { platform } : {}),
    ...(authconfig ? { authconfig } : {}),
  });
  await new Promise<void>((resolve, reject) => {
    daemon.docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()));
  });
}

/** The digest to show for an image that may be known under several. */
export function repoDigest(name: string, digests: readonly string[]): string {
  if (digests.length <= 1) return digests[0] ?? "";
  const colon = name.indexOf(":");
  const withoutTag = colon < 0 ? name : name.slice(0, colon);
  return digests.find((digest) => digest.startsWith(withoutTag)) ?? digests[0]!;
}
