import { isImageId, parseImageReference } from "@anew/core";

/**
 * Why an image can't be had any more; undefined when it can. Asks its registry with the credentials of `docker login`; ECS
 * may have others.
 * @throws Error when that can't be found out
 */
async function registryProblem(image: string): Promise<string | undefined> {
  if (isImageId(image)) {
    return "it is in no registry, so ECS can't pull it";
  }
  // Only here: a program that rolls nothing back need not load it.
  const { imageExists } = await import("@anew/images");
  const { registry, repository } = parseImageReference(image);
  const there = await imageExists({ reference: image, repository: `${registry}/${repository}` }, {});
  return there ? undefined : "the registry has no such manifest";
}

export { registryProblem };
