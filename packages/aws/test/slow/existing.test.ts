import { cloudFormationOutputs, terraformOutputs } from "@anew/aws";
import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { REGION } from "../../../../test/setup/aws/account";
import { MotoWorld } from "../../../../test/setup/aws/moto-stack";

describe("what other tools own in an account", function () {
  this.timeout(60_000);
  let world: MotoWorld;
  before(async function () {
    this.timeout(6 * 60_000);
    world = await MotoWorld.start(this);
  });
  after(() => world?.stop());

  const connection = () => ({ endpoint: world.proxy.endpoint, region: REGION });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };

  it("is found by the outputs of a Terraform state in S3", async () => {
    const s3 = new S3({ ...connection(), credentials, forcePathStyle: true });
    await s3.createBucket({ Bucket: "states" });
    const Body = JSON.stringify({ version: 4, outputs: { vpc_id: { value: "vpc-1", type: "string" } } });
    await s3.putObject({ Bucket: "states", Key: "shop/network.tfstate", Body });
    s3.destroy();
    const state = { backend: "s3", bucket: "states", connection: connection() } as const;
    expect(await terraformOutputs({ ...state, key: "shop/network.tfstate" })).to.deep.equal({
      vpc_id: "vpc-1",
    });
    const missing = await terraformOutputs({ ...state, key: "none" }).catch((error: Error) => error.message);
    expect(missing).to.contain("s3://states/none can't be read: s3:GetObject").and.to.contain("NoSuchKey");
  });

  it("is found by the outputs of a CloudFormation stack", async () => {
    const cloudFormation = new CloudFormation({ ...connection(), credentials });
    const template = {
      Resources: { Topic: { Type: "AWS::SNS::Topic", Properties: { TopicName: "orders" } } },
      Outputs: { TopicArn: { Value: { Ref: "Topic" } } },
    };
    await cloudFormation.createStack({ StackName: "network", TemplateBody: JSON.stringify(template) });
    cloudFormation.destroy();
    expect(await cloudFormationOutputs("network", connection())).to.deep.equal({
      TopicArn: `arn:aws:sns:${REGION}:123456789012:orders`,
    });
    const missing = await cloudFormationOutputs("none", connection()).catch((error: Error) => error.message);
    expect(missing).to.contain("cloudformation:DescribeStacks").and.to.contain("none");
  });
});
