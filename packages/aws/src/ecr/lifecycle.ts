/**
 * A lifecycle of ECR that can't delete what a retained generation needs: it expires untagged images only. Generations refer to
 * images by digest, and the tag that `ImageBuild` gave them is immutable, so every released image keeps its tag for good.
 * What has none was never released by that name: a push that was cut off, or the parts of a removed index.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
function untaggedLifecycle(days: number): string {
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: "what no release can refer to",
        selection: {
          tagStatus: "untagged",
          countType: "sinceImagePushed",
          countUnit: "days",
          countNumber: days,
        },
        action: { type: "expire" },
      },
    ],
  });
}

export { untaggedLifecycle };
