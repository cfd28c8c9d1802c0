import { type InputProblem, InputProblems, isImageId } from "@anew/core";

/** Undefined for an image that ECS can pull, and for what is no text. */
function imageProblem(image: unknown): InputProblem | undefined {
  return typeof image === "string" && isImageId(image)
    ? {
        property: "image",
        given: image,
        expected: "an image in a registry: ECS does not see the Docker daemon that built it",
        fix: "give the ImageBuild a repository, such as one of ECR",
      }
    : undefined;
}

/** An image as ECS can pull it. @throws InputError for one that is in a Docker daemon only */
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
