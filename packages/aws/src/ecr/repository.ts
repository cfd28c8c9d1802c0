import { InputProblems } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { AwsObject } from "../aws-object";
import { isPlain } from "../plain-value";
import { untaggedLifecycle } from "./lifecycle";

/** The arguments of a Repository. */
interface RepositoryArgs {
  /**
   * Its name in the registry, such as `shop/web`.
   * @default the component's name, with a random end
   */
  readonly name?: pulumi.Input<string>;
  /**
   * How long images without a tag stay, days, 1 or more. Those with a tag stay for good: they are what a rollback needs.
   * @default DEFAULT_UNTAGGED_DAYS (14)
   */
  readonly untaggedDays?: number;
  /**
   * ARN of a key of KMS with which images are encrypted.
   * @default ECR's own encryption (AES-256)
   */
  readonly kmsKey?: pulumi.Input<string>;
}

const DEFAULT_UNTAGGED_DAYS = 14;

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const NAME = /^(?=.{2,256}$)[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/;

/**
 * A repository of ECR for images of generations: a tag never moves, each image is scanned when it is pushed, and nothing that a
 * release refers to is ever deleted. It outlives the stack: destroying it leaves the repository with its images, unless it is
 * declared with `retainOnDelete: false`.
 *
 * @throws InputError with all problems at once, before anything is declared
 * @see docs/aws.md
 */
class Repository extends pulumi.ComponentResource {
  /** What an `ImageBuild` takes as its `repository`: registry and name. */
  public readonly url: pulumi.Output<string>;
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: RepositoryArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super("anew:aws:Repository", name, {}, { retainOnDelete: true, ...opts });
    const { untaggedDays = DEFAULT_UNTAGGED_DAYS, kmsKey } = args;
    const repository = new AwsObject(
      "aws:ecr/repository:Repository",
      name,
      {
        ...(args.name !== undefined && { name: args.name }),
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        ...(kmsKey !== undefined && { encryptionConfigurations: [{ encryptionType: "KMS", kmsKey }] }),
        repositoryUrl: undefined,
      },
      { parent: this },
    ) as AwsObject & { readonly repositoryUrl: pulumi.Output<string> };
    new AwsObject(
      "aws:ecr/lifecyclePolicy:LifecyclePolicy",
      name,
      { repository: repository.name, policy: untaggedLifecycle(untaggedDays) },
      { parent: this },
    );
    this.url = repository.repositoryUrl;
    this.arn = repository.arn;
    this.registerOutputs({ url: this.url, arn: this.arn });
  }
}

function check(component: string, { name, untaggedDays }: RepositoryArgs): void {
  const problems = new InputProblems();
  if (name !== undefined && isPlain(name) && !(typeof name === "string" && NAME.test(name))) {
    problems.add({
      property: "name",
      given: name,
      expected: "2 to 256 lower case letters and digits, with single . _ - or / between them",
    });
  }
  if (untaggedDays !== undefined && !(Number.isInteger(untaggedDays) && untaggedDays >= 1)) {
    const expected = "a whole number of days from 1";
    problems.add({ property: "untaggedDays", given: untaggedDays, expected });
  }
  problems.throwIfAny(`Repository ${component}`);
}

export type { RepositoryArgs };
export { DEFAULT_UNTAGGED_DAYS, Repository };
