import * as pulumi from "@pulumi/pulumi";

/** The version of the provider that a resource without its class must name by itself. */
const AWS_VERSION: string = require("@pulumi/aws/package.json").version;

/** Outputs that are used of any resource. */
const OUTPUTS = { arn: undefined, name: undefined };

/** A resource of AWS, of any type: what `@pulumi/aws` declares, without loading its classes. */
class AwsObject extends pulumi.CustomResource {
  declare public readonly arn: pulumi.Output<string>;
  declare public readonly name: pulumi.Output<string>;

  /** @param type as the provider's own classes have it: `aws:lb/targetGroup:TargetGroup` */
  constructor(type: string, name: string, inputs: pulumi.Inputs, opts: pulumi.CustomResourceOptions) {
    super(type, name, { ...OUTPUTS, ...inputs }, { version: AWS_VERSION, ...opts });
  }
}

/** Asks a function of the provider, such as `aws:lb/getListener:getListener`. */
function invokeAws<T>(token: string, args: pulumi.Inputs, parent: pulumi.Resource): pulumi.Output<T> {
  return pulumi
    .output(args)
    .apply((known) =>
      pulumi.runtime.invoke(token, known, { parent, version: AWS_VERSION }),
    ) as unknown as pulumi.Output<T>;
}

export { AWS_VERSION, AwsObject, invokeAws };
