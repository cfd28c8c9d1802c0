import { isImageId, parseImageReference, reasonOf } from "@anew/core";
import type Dockerode from "dockerode";
import { statusOf } from "./containers";

/**
 * Why an image can't be had any more; undefined when it can.
 * Asks the registry by the daemon, which knows its mirrors and its insecure registries.
 * @throws Error when that can't be found out
 */
async function imageProblem(docker: Dockerode, image: string): Promise<string | undefined> {
  try {
    if (isImageId(image)) {
      await docker.getImage(image).inspect();
    } else {
      const { registry } = parseImageReference(image);
      await docker.getImage(image).distribution(await authconfig(registry));
    }
    return undefined;
  } catch (error) {
    const message = reasonOf(error);
    // The daemon passes a registry's 404 on as its own, or as a text with the registry's error code.
    if (statusOf(error) === 404 || /manifest unknown|not found|no such image/i.test(message)) {
      return isImageId(image) ? "the host has no such image" : "the registry has no such manifest";
    }
    throw error;
  }
}

/** What the daemon shows the registry: the user's own credentials, as `docker login` left them. */
async function authconfig(registry: string): Promise<{ readonly authconfig?: object }> {
  // Only here: a program that rolls nothing back need not load it.
  const { credentialsFor } = await import("@anew/images");
  const credentials = await credentialsFor(registry);
  if (credentials === undefined) return {};
  const serveraddress = registry === "docker.io" ? "https://index.docker.io/v1/" : registry;
  return {
    authconfig:
      "identityToken" in credentials
        ? { identitytoken: credentials.identityToken, serveraddress }
        : { ...credentials, serveraddress },
  };
}

export { imageProblem };
