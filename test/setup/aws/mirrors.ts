import type { PropertyMap } from "@anew/engine";
import type { Account } from "./account";
import { createRule, lbActions, lbTags, readRule } from "./lb-inputs";

/** What AWS made of the inputs: the id and the outputs that take the place of made-up ones. */
export interface Mirrored {
  readonly id: string;
  readonly outputs: PropertyMap;
}

/** How a type of resource is made in an account with the very inputs that a program declared. */
export interface Mirror {
  create(account: Account, inputs: Inputs): Promise<Mirrored>;
  delete(account: Account, id: string, outputs: PropertyMap): Promise<void>;
  /** Outputs as they are now. @default what they were */
  read?(account: Account, id: string): Promise<PropertyMap>;
}

/** Inputs of any type; what a mirror reads of them it knows by its type. */
// biome-ignore lint/suspicious/noExplicitAny: the inputs of thirteen types, each read by its own mirror
export type Inputs = any;

const ecsTags = (tags: Record<string, string> = {}) =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

/** Types whose objects gate and switch reach, and what those need around them. */
export const MIRRORS: Readonly<Record<string, Mirror>> = {
  "aws:ec2/vpc:Vpc": {
    async create({ ec2 }, { cidrBlock }) {
      const id = (await ec2.createVpc({ CidrBlock: cidrBlock })).Vpc?.VpcId ?? "";
      return { id, outputs: {} };
    },
    async delete({ ec2 }, id) {
      await ec2.deleteVpc({ VpcId: id });
    },
  },
  "aws:ec2/subnet:Subnet": {
    async create({ ec2 }, { vpcId, cidrBlock, availabilityZone }) {
      const made = await ec2.createSubnet({
        VpcId: vpcId,
        CidrBlock: cidrBlock,
        AvailabilityZone: availabilityZone,
      });
      return { id: made.Subnet?.SubnetId ?? "", outputs: {} };
    },
    async delete({ ec2 }, id) {
      await ec2.deleteSubnet({ SubnetId: id });
    },
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    async create({ ec2 }, { name, description, vpcId }) {
      const made = await ec2.createSecurityGroup({
        GroupName: name,
        Description: description ?? "of a test",
        VpcId: vpcId,
      });
      return { id: made.GroupId ?? "", outputs: {} };
    },
    async delete({ ec2 }, id) {
      await ec2.deleteSecurityGroup({ GroupId: id });
    },
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    async create({ elb }, { name, subnets, securityGroups, internal }) {
      const { LoadBalancers: [made] = [] } = await elb.createLoadBalancer({
        Name: name,
        Subnets: subnets,
        SecurityGroups: securityGroups,
        Scheme: internal === true ? "internal" : "internet-facing",
      });
      const arn = made?.LoadBalancerArn ?? "";
      return { id: arn, outputs: { arn, dnsName: made?.DNSName ?? "" } };
    },
    async delete({ elb }, id) {
      await elb.deleteLoadBalancer({ LoadBalancerArn: id });
    },
  },
  "aws:lb/listener:Listener": {
    async create({ elb }, { loadBalancerArn, port, protocol, defaultActions }) {
      const { Listeners: [made] = [] } = await elb.createListener({
        LoadBalancerArn: loadBalancerArn,
        Port: port,
        Protocol: protocol ?? "HTTP",
        DefaultActions: lbActions(defaultActions),
      });
      const arn = made?.ListenerArn ?? "";
      return { id: arn, outputs: { arn } };
    },
    async delete({ elb }, id) {
      await elb.deleteListener({ ListenerArn: id });
    },
  },
  "aws:lb/listenerRule:ListenerRule": {
    create: createRule,
    read: readRule,
    async delete({ elb }, id) {
      await elb.deleteRule({ RuleArn: id });
    },
  },
  "aws:lb/targetGroup:TargetGroup": {
    async create(
      { elb },
      { name, port, protocol, vpcId, targetType, healthCheck, deregistrationDelay, tags },
    ) {
      const { TargetGroups: [made] = [] } = await elb.createTargetGroup({
        Name: name,
        Port: port,
        Protocol: protocol,
        VpcId: vpcId,
        TargetType: targetType,
        HealthCheckPath: healthCheck?.path,
        HealthCheckIntervalSeconds: healthCheck?.interval,
        HealthCheckTimeoutSeconds: healthCheck?.timeout,
        HealthyThresholdCount: healthCheck?.healthyThreshold,
        UnhealthyThresholdCount: healthCheck?.unhealthyThreshold,
        Matcher: { HttpCode: healthCheck?.matcher },
        Tags: lbTags(tags),
      });
      const arn = made?.TargetGroupArn ?? "";
      await elb.modifyTargetGroupAttributes({
        TargetGroupArn: arn,
        Attributes: [{ Key: "deregistration_delay.timeout_seconds", Value: String(deregistrationDelay) }],
      });
      return { id: arn, outputs: { arn } };
    },
    async delete({ elb }, id) {
      await elb.deleteTargetGroup({ TargetGroupArn: id });
    },
  },
  "aws:ecs/cluster:Cluster": {
    async create({ ecs }, { name }) {
      const arn = (await ecs.createCluster({ clusterName: name })).cluster?.clusterArn ?? "";
      return { id: arn, outputs: { arn } };
    },
    async delete({ ecs }, id) {
      await ecs.deleteCluster({ cluster: id });
    },
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    async create({ ecs }, inputs) {
      const { taskDefinition: made } = await ecs.registerTaskDefinition({
        family: inputs.family,
        containerDefinitions: JSON.parse(inputs.containerDefinitions),
        networkMode: inputs.networkMode,
        requiresCompatibilities: inputs.requiresCompatibilities,
        cpu: inputs.cpu,
        memory: inputs.memory,
        executionRoleArn: inputs.executionRoleArn,
        taskRoleArn: inputs.taskRoleArn,
        tags: ecsTags(inputs.tags),
      });
      const arn = made?.taskDefinitionArn ?? "";
      return { id: inputs.family, outputs: { arn, revision: made?.revision ?? 0 } };
    },
    async delete({ ecs }, _id, { arn }) {
      await ecs.deregisterTaskDefinition({ taskDefinition: String(arn) });
    },
  },
  "aws:ecs/service:Service": {
    async create({ ecs }, inputs) {
      const { service: made } = await ecs.createService({
        cluster: inputs.cluster,
        serviceName: inputs.name,
        taskDefinition: inputs.taskDefinition,
        desiredCount: inputs.desiredCount,
        launchType: inputs.launchType,
        loadBalancers: (inputs.loadBalancers ?? []).map((one: Inputs) => ({ ...one })),
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: inputs.networkConfiguration.subnets,
            securityGroups: inputs.networkConfiguration.securityGroups,
          },
        },
        propagateTags: inputs.propagateTags,
        tags: ecsTags(inputs.tags),
      });
      const arn = made?.serviceArn ?? "";
      return { id: arn, outputs: { arn } };
    },
    async delete({ ecs }, id, { cluster }) {
      await ecs.deleteService({ cluster: String(cluster), service: id, force: true });
    },
  },
  "aws:secretsmanager/secret:Secret": {
    async create({ secrets }, { name, tags }) {
      const arn = (await secrets.createSecret({ Name: name, Tags: lbTags(tags) })).ARN ?? "";
      return { id: arn, outputs: { arn } };
    },
    async delete({ secrets }, id) {
      await secrets.deleteSecret({ SecretId: id });
    },
  },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    async create({ secrets }, { secretId, secretString }) {
      const made = await secrets.putSecretValue({ SecretId: secretId, SecretString: secretString });
      const versionId = made.VersionId ?? "";
      return { id: `${secretId}|${versionId}`, outputs: { arn: secretId, versionId } };
    },
    async delete() {
      // It goes with its secret.
    },
  },
};
