import { ecs } from "@anew/aws";
import { generationOptions } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { AwsObject } from "../../src/aws-object";
import { type GenerationType, INPUT_KEYS } from "../../src/input-keys";
import { AwsStack, declareListener, ecsBase, image } from "../support/aws-stack";

const ARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012";

/** An object of each type, and a change that the provider alone would do in place or by deleting first. */
const types: Readonly<Record<GenerationType, (version: number) => pulumi.Inputs>> = {
  "aws:lb/targetGroup:TargetGroup": (version) => ({ deregistrationDelay: version }),
  "aws:lb/listenerRule:ListenerRule": (version) => ({
    listenerArn: `${ARN}:listener/app/edge/1/1`,
    conditions: [{ pathPattern: { values: ["/*"] } }],
    actions: [{ type: "forward", targetGroupArn: `${ARN}:targetgroup/web/${version}` }],
  }),
  "aws:secretsmanager/secret:Secret": (version) => ({ description: String(version) }),
  "aws:secretsmanager/secretVersion:SecretVersion": (version) => ({
    secretId: "arn:aws:secretsmanager:us-east-1:123456789012:secret:web",
    secretString: pulumi.secret(String(version)),
  }),
  "aws:ecs/taskDefinition:TaskDefinition": (version) => ({
    family: "web",
    containerDefinitions: JSON.stringify([{ name: "main", image: image(version) }]),
  }),
  "aws:ecs/service:Service": (version) => ({ desiredCount: version }),
};

describe("the backstops of a generation's resources on AWS", () => {
  for (const [type, inputs] of Object.entries(types)) {
    it(`replace a ${type.split(":").at(-1)}, new before old`, async () => {
      let version = 1;
      const stack = new AwsStack(() => {
        const group = new pulumi.ComponentResource("test:Group", "group");
        const keys = INPUT_KEYS[type as GenerationType];
        new AwsObject(type, "one", inputs(version), generationOptions(group, keys));
        return {};
      });
      try {
        expect((await stack.up()).error).to.equal(undefined);
        version = 2;
        const preview = await stack.preview();
        const { lines, error } = await stack.up();
        expect(error).to.equal(undefined);
        const changed = ["create-replacement one", "replace one", "delete-replaced one"];
        expect(lines.filter((line) => !line.startsWith("same"))).to.deep.equal(changed);
        expect(preview.lines.filter((line) => !line.startsWith("same"))).to.deep.equal(changed);
      } finally {
        stack.remove();
      }
    });
  }
});

describe("every component on AWS", () => {
  it("registers all of its public outputs", async () => {
    const made: Record<string, pulumi.ComponentResource> = {};
    const stack = new AwsStack((endpoint) => {
      const connection = { endpoint };
      const listen = { port: 80, listener: declareListener().arn };
      made.web = new ecs.BlueGreenGroup("web", { ...ecsBase, listen, connection });
      const { cluster, network } = ecsBase;
      made.job = new ecs.ImmutableService("job", { image: image(1), cluster, network, connection });
      return {};
    });
    try {
      expect((await stack.up()).error).to.equal(undefined);
      const resources = await stack.resources();
      for (const [name, component] of Object.entries(made)) {
        const state = resources.find(({ urn, custom }) => !custom && urn.endsWith(`::${name}`));
        const outputs = Object.entries(component).filter(
          ([key, value]) => !key.startsWith("__") && key !== "urn" && pulumi.Output.isInstance(value),
        );
        expect(Object.keys(state?.outputs ?? {}), name).to.include.members(outputs.map(([key]) => key));
        expect(outputs, name).not.to.deep.equal([]);
      }
    } finally {
      stack.remove();
    }
  });
});
