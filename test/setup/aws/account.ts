import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { EC2 } from "@aws-sdk/client-ec2";
import { ECS } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";

export const REGION = "us-east-1";

/** The SDK's clients for a test's own look into an account. */
export class Account {
  readonly ec2: EC2;
  readonly elb: ElasticLoadBalancingV2;
  readonly ecs: ECS;
  readonly secrets: SecretsManager;
  readonly cloudWatch: CloudWatch;

  constructor(endpoint: string, accessKeyId = "test") {
    const config = {
      region: REGION,
      endpoint,
      credentials: { accessKeyId, secretAccessKey: "test" },
    };
    this.ec2 = new EC2(config);
    this.elb = new ElasticLoadBalancingV2(config);
    this.ecs = new ECS(config);
    this.secrets = new SecretsManager(config);
    this.cloudWatch = new CloudWatch(config);
  }

  close(): void {
    for (const client of [this.ec2, this.elb, this.ecs, this.secrets, this.cloudWatch]) client.destroy();
  }
}
