import { isList, isMap, type PropertyMap, type PropertyValue } from "../../values";
import { madeUpHex } from "./made-up";
import type { MemoryInvoke } from "./memory-provider";
import type { MemoryStore } from "./memory-store";

const ACCOUNT = "123456789012";
const REGION = "us-east-1";
const ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"];

/** Functions of the aws provider: what an account in us-east-1 answers, and look-ups of what the program made. */
export const AWS_INVOKES: Readonly<Record<string, MemoryInvoke>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:user/test`,
    id: ACCOUNT,
    userId: "AIDATEST",
  }),
  "aws:index/getPartition:getPartition": () => ({
    dnsSuffix: "amazonaws.com",
    id: "aws",
    partition: "aws",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getRegion:getRegion": () => ({
    description: "US East (N. Virginia)",
    endpoint: `ec2.${REGION}.amazonaws.com`,
    id: REGION,
    name: REGION,
    region: REGION,
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({
    groupNames: [REGION],
    id: REGION,
    names: ZONES,
    zoneIds: ["use1-az1", "use1-az2", "use1-az3"],
  }),
  "aws:iam/getPolicyDocument:getPolicyDocument": (args) => {
    const json = JSON.stringify(policyDocument(args));
    return { ...args, id: madeUpHex(json, 10), json, minifiedJson: json };
  },
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": () => ({
    authorizationToken: Buffer.from("AWS:test").toString("base64"),
    expiresAt: "2030-01-01T12:00:00Z",
    id: REGION,
    password: "test",
    proxyEndpoint: `https://${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`,
    userName: "AWS",
  }),
  "aws:ec2/getAmi:getAmi": (args) => {
    const id = `ami-${madeUpHex(JSON.stringify(args), 17)}`;
    const arn = `arn:aws:ec2:${REGION}::image/${id}`;
    return { ...args, id, imageId: id, arn, architecture: "x86_64", state: "available" };
  },
  "aws:ec2/getVpc:getVpc": (args, store) =>
    args.default === true ? DEFAULT_VPC : find("aws:ec2/vpc:Vpc", args, store),
  "aws:ec2/getSubnets:getSubnets": (args, store) => ({ ...args, id: REGION, ids: subnetIds(args, store) }),
  ...lookups({
    "aws:ec2/getSubnet:getSubnet": "aws:ec2/subnet:Subnet",
    "aws:ec2/getSecurityGroup:getSecurityGroup": "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/getLaunchTemplate:getLaunchTemplate": "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:lb/getLoadBalancer:getLoadBalancer": "aws:lb/loadBalancer:LoadBalancer",
    "aws:lb/getListener:getListener": "aws:lb/listener:Listener",
    "aws:lb/getTargetGroup:getTargetGroup": "aws:lb/targetGroup:TargetGroup",
    "aws:ecs/getCluster:getCluster": "aws:ecs/cluster:Cluster",
    "aws:ecs/getService:getService": "aws:ecs/service:Service",
    "aws:ecr/getRepository:getRepository": "aws:ecr/repository:Repository",
    "aws:autoscaling/getGroup:getGroup": "aws:autoscaling/group:Group",
    "aws:iam/getRole:getRole": "aws:iam/role:Role",
    "aws:rds/getInstance:getInstance": "aws:rds/instance:Instance",
    "aws:secretsmanager/getSecret:getSecret": "aws:secretsmanager/secret:Secret",
    "aws:secretsmanager/getSecretVersion:getSecretVersion": "aws:secretsmanager/secretVersion:SecretVersion",
    "aws:ssm/getParameter:getParameter": "aws:ssm/parameter:Parameter",
  }),
};

const DEFAULT_VPC: PropertyMap = {
  arn: `arn:aws:ec2:${REGION}:${ACCOUNT}:vpc/vpc-default`,
  cidrBlock: "172.31.0.0/16",
  default: true,
  id: "vpc-default",
  ownerId: ACCOUNT,
  state: "available",
};

function subnetIds(args: PropertyMap, store: MemoryStore): PropertyValue {
  const filters = isList(args.filters ?? null) ? (args.filters as readonly PropertyMap[]) : [];
  const vpcs = filters.filter(({ name }) => name === "vpc-id").flatMap(({ values }) => values as string[]);
  const made = store.list("aws:ec2/subnet:Subnet");
  const ids = made.filter(({ outputs }) => vpcs.length === 0 || vpcs.includes(String(outputs.vpcId)));
  if (ids.length === 0 && vpcs.includes("vpc-default"))
    return ZONES.map((zone) => `subnet-default-${zone.slice(-1)}`);
  return ids.map(({ id }) => id);
}

function lookups(types: Readonly<Record<string, string>>): Record<string, MemoryInvoke> {
  const entries = Object.entries(types);
  return Object.fromEntries(
    entries.map(([token, type]) => [token, (args, store) => find(type, args, store)]),
  );
}

/** The object of the type whose outputs are as the arguments say. @throws Error when there is none */
function find(type: string, args: PropertyMap, store: MemoryStore): PropertyMap {
  const asked = Object.entries(args).filter(([, value]) => value !== null && !isMap(value) && !isList(value));
  const found = store.list(type).find(({ id, outputs }) =>
    asked.every(([key, value]) => {
      const own = outputs[key] ?? (key === "arn" ? id : undefined);
      return (
        own === undefined || String(own) === String(value) || (key.endsWith("Name") && outputs.name === value)
      );
    }),
  );
  if (found) return { ...found.outputs, id: found.id };
  throw new Error(`no ${type} in the memory store matches ${JSON.stringify(args)}`);
}

/** The JSON of a policy as IAM wants it. */
function policyDocument(args: PropertyMap): unknown {
  const list = (value: PropertyValue | undefined) =>
    isList(value ?? null) ? (value as readonly PropertyMap[]) : [];
  const one = (value: PropertyValue | undefined) => {
    const items = value ?? null;
    return isList(items) && items.length === 1 ? items[0] : value;
  };
  const principals = (value: PropertyValue | undefined) => {
    if (list(value).some(({ type }) => type === "*")) return "*";
    return Object.fromEntries(list(value).map(({ type, identifiers }) => [type, one(identifiers)]));
  };
  const statement = (given: PropertyMap) => ({
    ...(given.sid ? { Sid: given.sid } : {}),
    Effect: given.effect ?? "Allow",
    ...(given.actions ? { Action: one(given.actions) } : {}),
    ...(given.notActions ? { NotAction: one(given.notActions) } : {}),
    ...(given.resources ? { Resource: one(given.resources) } : {}),
    ...(given.notResources ? { NotResource: one(given.notResources) } : {}),
    ...(given.principals ? { Principal: principals(given.principals) } : {}),
    ...(given.conditions ? { Condition: conditions(list(given.conditions), one) } : {}),
  });
  return { Version: args.version ?? "2012-10-17", Statement: list(args.statements).map(statement) };
}

function conditions(
  all: readonly PropertyMap[],
  one: (value: PropertyValue | undefined) => unknown,
): unknown {
  const result: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of all) {
    result[String(test)] = { ...result[String(test)], [String(variable)]: one(values) };
  }
  return result;
}
