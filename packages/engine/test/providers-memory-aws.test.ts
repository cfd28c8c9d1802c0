import { expect } from "chai";
import type { PropertyMap } from "../src/index";
import { AWS_TYPES, MemoryProvider, MemoryStore } from "../src/index";
import { AWS_INVOKES } from "../src/providers/memory/aws-invokes";

const provider = () => new MemoryProvider({ types: AWS_TYPES, invokes: AWS_INVOKES });
const call = (type: string, name = "web") => ({ type, urn: `urn:pulumi:dev::proj::${type}::${name}` });
const randomSeed = Buffer.from("seed");

async function check(type: string, news: PropertyMap, name?: string) {
  return provider().check({ ...call(type, name), news, randomSeed });
}

/** What the change of inputs means for an object made with the first ones. */
async function change(type: string, from: PropertyMap, to: PropertyMap) {
  const aws = provider();
  const at = call(type);
  const first = await aws.check({ ...at, news: from, randomSeed });
  expect(first.failures).to.deep.equal([]);
  const { id, outputs } = await aws.create({ ...at, news: first.inputs, preview: false });
  const second = await aws.check({ ...at, olds: first.inputs, news: to, randomSeed });
  const diff = {
    ...at,
    id,
    oldInputs: first.inputs,
    oldOutputs: outputs,
    news: second.inputs,
    ignoreChanges: [],
  };
  const { changes, replaces, deleteBeforeReplace } = await aws.diff(diff);
  return { changes, replaces, deleteBeforeReplace };
}

const SAME = { changes: "none", replaces: [], deleteBeforeReplace: false };
const UPDATE = { changes: "some", replaces: [], deleteBeforeReplace: false };
const replaced = (...replaces: string[]) => ({ changes: "some", replaces, deleteBeforeReplace: false });

const TASK = { family: "web", containerDefinitions: '[{"name":"web","image":"a"}]' };
const DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

describe("the aws types in memory", () => {
  it("plan without a change what they were made with, whatever its order", async () => {
    const rule = (order: readonly string[]) => ({
      listenerArn: "arn:l",
      conditions: order.map((path) => ({ pathPattern: { values: [path] } })),
      actions: [{ type: "forward", targetGroupArn: "arn:t" }],
    });
    expect(
      await change("aws:lb/listenerRule:ListenerRule", rule(["/a", "/b"]), rule(["/b", "/a"])),
    ).to.deep.equal(SAME);
    expect(
      await change("aws:lb/loadBalancer:LoadBalancer", { subnets: ["a", "b"] }, { subnets: ["b", "a"] }),
    ).to.deep.equal(SAME);
    const spaced = { ...TASK, containerDefinitions: '[ { "image": "a", "name": "web" } ]' };
    expect(await change(DEFINITION, TASK, spaced)).to.deep.equal(SAME);
  });

  it("ecs: a task definition is replaced, a service rolls in place, its cluster and launch type do not change", async () => {
    const SERVICE = "aws:ecs/service:Service";
    const service = { cluster: "c", launchType: "FARGATE", taskDefinition: "web:1", desiredCount: 1 };
    expect(await change(DEFINITION, TASK, { ...TASK, containerDefinitions: "[]" })).to.deep.equal(
      replaced("containerDefinitions"),
    );
    expect(await change(DEFINITION, TASK, { ...TASK, tags: { a: "b" } })).to.deep.equal(UPDATE);
    expect(
      await change(SERVICE, service, { ...service, taskDefinition: "web:2", desiredCount: 3 }),
    ).to.deep.equal(UPDATE);
    const balanced = {
      ...service,
      loadBalancers: [{ targetGroupArn: "t", containerName: "web", containerPort: 80 }],
    };
    expect(await change(SERVICE, service, balanced)).to.deep.equal(UPDATE);
    expect(await change(SERVICE, service, { ...service, launchType: "EC2" })).to.deep.equal(
      replaced("launchType"),
    );
    expect(await change(SERVICE, service, { ...service, cluster: "d" })).to.deep.equal(replaced("cluster"));
    const controlled = { ...service, deploymentController: { type: "CODE_DEPLOY" } };
    expect(await change(SERVICE, service, controlled)).to.deep.equal(replaced("deploymentController"));
    const CAPACITY = "aws:ecs/capacityProvider:CapacityProvider";
    const capacity = (arn: string, target: number) => ({
      autoScalingGroupProvider: { autoScalingGroupArn: arn, managedScaling: { targetCapacity: target } },
    });
    expect(await change(CAPACITY, capacity("a", 50), capacity("a", 100))).to.deep.equal(UPDATE);
    expect(await change(CAPACITY, capacity("a", 50), capacity("b", 50))).to.deep.equal(
      replaced("autoScalingGroupProvider"),
    );
  });

  it("lb: a target group is bound to its port, protocol and network; a rule to its listener alone", async () => {
    const GROUP = "aws:lb/targetGroup:TargetGroup";
    const group = { port: 80, protocol: "HTTP", vpcId: "vpc-1", healthCheck: { path: "/" } };
    for (const [key, value] of Object.entries({
      port: 81,
      protocol: "HTTPS",
      vpcId: "vpc-2",
      targetType: "ip",
    })) {
      expect(await change(GROUP, group, { ...group, [key]: value }), key).to.deep.equal(replaced(key));
    }
    expect(await change(GROUP, group, { ...group, healthCheck: { path: "/healthz" } })).to.deep.equal(UPDATE);
    const named = { ...group, name: "mine" };
    expect(await change(GROUP, named, { ...named, port: 81 })).to.deep.equal({
      ...replaced("port"),
      deleteBeforeReplace: true,
    });
    const RULE = "aws:lb/listenerRule:ListenerRule";
    const rule = {
      listenerArn: "l",
      priority: 1,
      conditions: [],
      actions: [{ type: "forward", targetGroupArn: "a" }],
    };
    expect(await change(RULE, rule, { ...rule, priority: 2 })).to.deep.equal(UPDATE);
    expect(await change(RULE, rule, { ...rule, listenerArn: "m" })).to.deep.equal(replaced("listenerArn"));
    const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
    expect(await change(BALANCER, { internal: false }, { internal: true })).to.deep.equal(
      replaced("internal"),
    );
  });

  it("ec2: networks are bound to their range and zone; a rule changes in place unless its kind of source does", async () => {
    const SUBNET = "aws:ec2/subnet:Subnet";
    const subnet = { vpcId: "v", cidrBlock: "10.0.0.0/24", availabilityZone: "us-east-1a" };
    expect(await change(SUBNET, subnet, { ...subnet, cidrBlock: "10.0.1.0/24" })).to.deep.equal(
      replaced("cidrBlock"),
    );
    expect(await change(SUBNET, subnet, { ...subnet, mapPublicIpOnLaunch: true })).to.deep.equal(UPDATE);
    expect(
      await change("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, { cidrBlock: "10.1.0.0/16" }),
    ).to.deep.equal(replaced("cidrBlock"));
    expect(
      await change("aws:ec2/internetGateway:InternetGateway", { vpcId: "a" }, { vpcId: "b" }),
    ).to.deep.equal(UPDATE);
    expect(
      await change("aws:ec2/securityGroup:SecurityGroup", { description: "a" }, { description: "b" }),
    ).to.deep.equal(replaced("description"));
    const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
    const rule = {
      securityGroupId: "sg-1",
      ipProtocol: "tcp",
      fromPort: 80,
      toPort: 80,
      cidrIpv4: "10.0.0.0/8",
    };
    expect(await change(INGRESS, rule, { ...rule, cidrIpv4: "10.1.0.0/16", toPort: 81 })).to.deep.equal(
      UPDATE,
    );
    const { cidrIpv4: _, ...rest } = rule;
    expect(await change(INGRESS, rule, { ...rest, referencedSecurityGroupId: "sg-2" })).to.deep.equal(
      replaced("cidrIpv4", "referencedSecurityGroupId"),
    );
    expect(
      await change("aws:ec2/launchTemplate:LaunchTemplate", { imageId: "ami-1" }, { imageId: "ami-2" }),
    ).to.deep.equal(UPDATE);
  });

  it("delete first what cannot be there twice", async () => {
    const first = { deleteBeforeReplace: true };
    const policy = { repository: "r", policy: '{"rules":[]}' };
    expect(
      await change("aws:ecr/lifecyclePolicy:LifecyclePolicy", policy, { ...policy, policy: '{"rules":[1]}' }),
    ).to.include(first);
    const attachment = { role: "r", policyArn: "a" };
    const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    expect(await change(ATTACHMENT, attachment, { ...attachment, policyArn: "b" })).to.include(first);
  });

  it("others: a secret's value makes a new version, a database keeps its name and not its engine", async () => {
    const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
    const version = { secretId: "s", secretString: "a" };
    expect(await change(VERSION, version, { ...version, secretString: "b" })).to.deep.equal(
      replaced("secretString"),
    );
    const DATABASE = "aws:rds/instance:Instance";
    const database = { instanceClass: "db.t3.micro", engine: "postgres", identifier: "one", password: "a" };
    expect(await change(DATABASE, database, { ...database, identifier: "two", password: "b" })).to.deep.equal(
      UPDATE,
    );
    expect(await change(DATABASE, database, { ...database, engine: "mysql" })).to.include({
      deleteBeforeReplace: true,
    });
    expect(
      await change(
        "aws:ssm/parameter:Parameter",
        { type: "String", value: "a" },
        { type: "String", value: "b" },
      ),
    ).to.deep.equal(UPDATE);
    const alarm = { comparisonOperator: "x", evaluationPeriods: 1, threshold: 1.5 };
    expect(
      await change("aws:cloudwatch/metricAlarm:MetricAlarm", alarm, { ...alarm, threshold: 2.5 }),
    ).to.deep.equal(UPDATE);
    const target = {
      resourceId: "a",
      scalableDimension: "d",
      serviceNamespace: "n",
      minCapacity: 1,
      maxCapacity: 2,
    };
    expect(
      await change("aws:appautoscaling/target:Target", target, { ...target, maxCapacity: 3 }),
    ).to.deep.equal(UPDATE);
    expect(
      await change("aws:appautoscaling/target:Target", target, { ...target, resourceId: "b" }),
    ).to.deep.equal(replaced("resourceId"));
    expect(
      await change("aws:autoscaling/group:Group", { minSize: 1, maxSize: 1 }, { minSize: 2, maxSize: 2 }),
    ).to.deep.equal(UPDATE);
    expect(await change("aws:s3/bucket:Bucket", { tags: { a: "b" } }, { tags: {} })).to.deep.equal(UPDATE);
    const role = { assumeRolePolicy: "{}", path: "/a/" };
    expect(await change("aws:iam/role:Role", role, { ...role, path: "/b/" })).to.deep.equal(replaced("path"));
    expect(
      await change("aws:cloudwatch/logGroup:LogGroup", { retentionInDays: 1 }, { retentionInDays: 7 }),
    ).to.deep.equal(UPDATE);
  });

  it("replace what moves to another region, but nothing for a region that was not named", async () => {
    expect(await change("aws:ecs/cluster:Cluster", { region: "a" }, { region: "b" })).to.deep.equal(
      replaced("region"),
    );
    expect(await change("aws:ecs/cluster:Cluster", {}, {})).to.deep.equal(SAME);
  });

  it("generate names as the provider does, and refuse those that are too long", async () => {
    const name = async (type: string, news: PropertyMap, logical?: string) => {
      const { inputs, failures } = await check(type, news, logical);
      return failures.length > 0 ? failures[0]!.reason : (inputs.name ?? inputs.bucket ?? inputs.identifier);
    };
    expect(await name("aws:lb/targetGroup:TargetGroup", {})).to.match(/^web-[0-9a-f]{7}$/);
    expect(await name("aws:s3/bucket:Bucket", {}, "Web")).to.match(/^web-[0-9a-f]{7}$/);
    expect(await name("aws:rds/instance:Instance", { instanceClass: "x" })).to.match(/^web[0-9a-f]{7}$/);
    expect(await name("aws:lb/loadBalancer:LoadBalancer", {}, "x".repeat(30))).to.contain(
      "cannot be longer than 32",
    );
    await check("aws:lb/targetGroup:TargetGroup", {}, "x".repeat(30)).then(
      () => expect.fail("no error"),
      (error: Error) => expect(error.message).to.contain("longer than maximum length 32"),
    );
  });

  it("refuse what is missing, unknown or of another kind", async () => {
    const reasons = async (type: string, news: PropertyMap) =>
      (await check(type, news)).failures.map(({ reason }) => reason);
    expect(await reasons("aws:lb/listener:Listener", { port: "x", hue: 1 })).to.have.length(4);
    expect((await reasons("aws:rds/instance:Instance", {})).join()).to.contain('"instanceClass" is required');
    expect((await reasons("aws:ecs/cluster:Cluster", { arn: "x" })).join()).to.contain("web.arn");
  });

  it("fill ids, ARNs and addresses that look like real ones, and know them only once made", async () => {
    const aws = provider();
    const at = call("aws:lb/loadBalancer:LoadBalancer");
    const { inputs } = await aws.check({ ...at, news: { name: "web" }, randomSeed });
    const planned = await aws.create({ ...at, news: inputs, preview: true });
    expect(planned.outputs.arn).to.not.be.a("string");
    const { id, outputs } = await aws.create({ ...at, news: inputs, preview: false });
    expect(id).to.match(
      /^arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer\/app\/web\/[0-9a-f]{16}$/,
    );
    expect(outputs).to.include({ arn: id, idleTimeout: 60, loadBalancerType: "application" });
    expect(outputs.dnsName).to.match(/^web-[0-9a-f]{8}\.us-east-1\.elb\.amazonaws\.com$/);
    const listener = call("aws:lb/listener:Listener");
    const made = await aws.create({
      ...listener,
      news: { loadBalancerArn: id, defaultActions: [] },
      preview: false,
    });
    expect(made.id).to.match(/:listener\/app\/web\/[0-9a-f]{16}\/[0-9a-f]{16}$/);
  });

  it("mark secret outputs, whether the program did or not", async () => {
    const aws = provider();
    const at = call("aws:ssm/parameter:Parameter");
    const news = { type: "SecureString", value: "hunter2", name: "p" };
    const { outputs } = await aws.create({ ...at, news, preview: false });
    expect(JSON.stringify([outputs.type, outputs.name])).to.equal('["SecureString","p"]');
    expect(outputs.value).to.be.an("object").with.property("element", "hunter2");
  });

  it("answer look-ups of what exists, and of what every account has", async () => {
    const store = new MemoryStore();
    const aws = new MemoryProvider({ types: AWS_TYPES, invokes: AWS_INVOKES, store });
    const made = await aws.create({
      ...call("aws:ec2/vpc:Vpc"),
      news: { cidrBlock: "10.0.0.0/16" },
      preview: false,
    });
    const ask = async (token: string, args: PropertyMap) => (await aws.invoke(token, args)).outputs;
    expect(await ask("aws:ec2/getVpc:getVpc", { id: made.id })).to.include({
      id: made.id,
      cidrBlock: "10.0.0.0/16",
    });
    expect(await ask("aws:index/getCallerIdentity:getCallerIdentity", {})).to.include({
      accountId: "123456789012",
    });
    const document = await ask("aws:iam/getPolicyDocument:getPolicyDocument", {
      statements: [
        {
          actions: ["sts:AssumeRole"],
          principals: [{ type: "Service", identifiers: ["ecs.amazonaws.com"] }],
        },
      ],
    });
    expect(JSON.parse(String(document.json)).Statement).to.deep.equal([
      { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ecs.amazonaws.com" } },
    ]);
    const lost = aws.invoke("aws:iam/getRole:getRole", { name: "nobody" });
    await lost.then(
      () => expect.fail("found"),
      ({ message }: Error) =>
        expect(message).to.contain('no aws:iam/role:Role in the memory store matches {"name":"nobody"}'),
    );
  });

  it("have nothing to change right after they were made, each of them", async () => {
    const sample = {
      string: "a",
      boolean: true,
      integer: 1,
      map: { a: "b" },
      list: ["a"],
      set: ["a"],
      any: [{ a: 1 }],
    };
    for (const { schema } of AWS_TYPES) {
      const required = Object.entries(schema.properties).filter(([, property]) => property.required);
      const news = Object.fromEntries(required.map(([key, { kind }]) => [key, sample[kind]]));
      expect(await change(schema.type, news, news), schema.type).to.deep.equal(SAME);
    }
  });

  it("have no type that says one thing twice or nothing at all", () => {
    const types = AWS_TYPES.map(({ schema }) => schema);
    expect(new Set(types.map(({ type }) => type)).size).to.equal(types.length);
    expect(types.length).to.be.greaterThan(40);
    for (const { type, properties } of types) {
      expect(type).to.match(/^aws:[a-z0-9]+\/[a-zA-Z]+:[A-Z][a-zA-Z]+$/);
      expect(Object.keys(properties), type).to.not.deep.equal([]);
    }
  });
});
