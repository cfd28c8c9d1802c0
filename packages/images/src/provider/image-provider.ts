import { formatProblem, type Progress, progressTo, reasonOf } from "@anew/core";
import type { dynamic } from "@pulumi/pulumi";
import { ensureImage } from "../ensure-image";
import { imageExists } from "./image-exists";
import { type ImageInputs, type ImageOutputs, repositoryProblem } from "./image-inputs";

/** Stands for a value that is not known at preview, in what a dynamic provider gets. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * An image: it is created (found or built) and never changed or deleted. Whatever is different makes another
 * one, and an image that has vanished is made again.
 */
function imageProvider(
  progress: (urn: string) => Progress = progressTo,
): dynamic.ResourceProvider<ImageInputs, ImageOutputs> {
  return {
    async check(_olds, news) {
      const problem =
        news.repository === undefined || news.repository === UNKNOWN
          ? undefined
          : repositoryProblem(news.repository);
      if (problem === undefined) return { inputs: news };
      const reason = formatProblem({ property: "", ...problem });
      return { inputs: news, failures: [{ property: "repository", reason }] };
    },

    async create(inputs) {
      const say = progress(inputs.resourceUrn);
      try {
        const { reference, reused } = await ensureImage({ ...inputs, report: say.step, warn: say.warn });
        return { id: inputs.contentHash, outs: outputsOf(inputs, reference, reused) };
      } finally {
        await say.flush();
      }
    },

    async diff(_id, olds, news) {
      // Not the context's path, the connection or the timeout: they make no other image.
      const changed = (["contentHash", "repository"] as const).filter((key) => olds[key] !== news[key]);
      const replaces: string[] = changed;
      // Nor whether it is in use; one that is not may be gone.
      const used = news.current ?? true;
      if (used && changed.length === 0 && (await hasVanished(olds, news, progress)))
        replaces.push("reference");
      return { changes: replaces.length > 0, replaces, deleteBeforeReplace: false };
    },

    async read(id, props) {
      if (await hasVanished(props as ImageOutputs, props as ImageOutputs, progress)) return { id: "" };
      return { id, props };
    },

    async update() {
      throw new Error("an image is never updated; a changed one is another image");
    },

    async delete() {
      // Images stay: a rollback needs them. Registries and daemons have their own ways to clean up.
    },
  };
}

function outputsOf(
  { resourceUrn, contentHash, repository, connection }: ImageInputs,
  reference: string,
  reused: boolean,
): ImageOutputs {
  return {
    resourceUrn,
    contentHash,
    ...(repository === undefined ? {} : { repository }),
    connection,
    reference,
    reused,
    createdAt: new Date().toISOString(),
  };
}

/** Trouble on the way counts as still there: expired credentials are no change of an image. */
async function hasVanished(
  image: ImageOutputs,
  { resourceUrn, connection }: Pick<ImageInputs, "resourceUrn" | "connection">,
  progress: (urn: string) => Progress,
): Promise<boolean> {
  const say = progress(resourceUrn);
  try {
    const vanished = !(await imageExists(image, connection));
    if (vanished) say.warn(`${image.reference} is gone; the next update makes it again`);
    return vanished;
  } catch (error) {
    const reason = reasonOf(error);
    say.warn(`${image.reference} could not be looked up and counts as unchanged: ${reason}`);
    return false;
  } finally {
    await say.flush();
  }
}

export { imageProvider };
