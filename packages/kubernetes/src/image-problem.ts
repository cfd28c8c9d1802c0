import { type InputProblem, InputProblems, isImageId } from "@anew/core";

/** Undefined for an image that a node can pull, and for what is no text. */
function imageProblem(image: unknown): InputProblem | undefined {
  return typeof image === "string" && isImageId(image)
    ? {
        property: "image",
        given: image,
        expected: "an image in a registry: a cluster's nodes don't see the Docker daemon that built it",
        fix: "give the ImageBuild a repository that the nodes can pull from",
      }
    : undefined;
}

/** An image as a node can pull it. @throws InputError for one that is in a Docker daemon only */
function pullableImage(subject: string, image: string): string {
  const problem = imageProblem(image);
  if (problem !== undefined) {
    const problems = new InputProblems();
    problems.add(problem);
    problems.throwIfAny(subject);
  }
  return image;
}

export { imageProblem, pullableImage };
