import { expect } from "chai";
import { groupRule } from "../../../../test/setup/aws/live-weights";
import { MotoWorld } from "../../../../test/setup/aws/moto-stack";
import { image, ROLE } from "../support/aws-stack";
import type { GroupChange } from "./ecs-program";
import { EcsGroup } from "./ecs-world";

describe("a group in ECS, whose gate and switch talk to an account", function () {
  this.timeout(60_000);
  let world: MotoWorld;
  let web: EcsGroup;

  before(async function () {
    this.timeout(6 * 60_000);
    world = await MotoWorld.start(this);
  });
  after(() => world?.stop());
  beforeEach(() => {
    web = new EcsGroup(world);
  });
  afterEach(() => world.reset());

  it("releases, does nothing, releases again, rolls back and is destroyed, and leaves nothing behind", async () => {
    const secrets = (value: string): GroupChange => ({ executionRole: ROLE, secretEnv: { TOKEN: value } });
    const first = await web.up(secrets("one"));
    expect(await web.live()).to.deep.equal({ [first.generation]: 100 });
    expect((await web.up(secrets("one"))).lines).to.deep.equal([]);

    const second = await web.up({ ...secrets("one"), image: image(2) });
    expect(second.lines.filter((line) => line.startsWith("update"))).to.deep.equal(["update web-switch"]);
    expect(await web.live()).to.deep.equal({ [second.generation]: 100 });

    const back = await web.up(secrets("one"));
    expect(back.lines).to.deep.equal(["update web-switch"]);
    expect(back.generation).to.equal(first.generation);
    expect(await web.live()).to.deep.equal({ [first.generation]: 100 });

    expect((await web.stack.destroy()).error).to.equal(undefined);
    const { account } = world;
    expect((await account.elb.describeTargetGroups({})).TargetGroups).to.deep.equal([]);
    expect((await account.elb.describeLoadBalancers({})).LoadBalancers).to.deep.equal([]);
    expect((await account.secrets.listSecrets({})).SecretList).to.deep.equal([]);
  });

  it("gives the task the secret's own version of each variable, and its value nowhere else", async () => {
    const { generation } = await web.up({ executionRole: ROLE, secretEnv: { TOKEN: "very-secret" } });
    const { account } = world;
    const { taskDefinitionArns: [arn = ""] = [] } = await account.ecs.listTaskDefinitions({});
    const { taskDefinition } = await account.ecs.describeTaskDefinition({ taskDefinition: arn });
    const [container] = taskDefinition?.containerDefinitions ?? [];
    expect(container?.image).to.equal(image(1));
    expect(container?.environment).to.deep.equal([{ name: "ANEW_GENERATION", value: generation }]);
    const { valueFrom = "" } = container?.secrets?.[0] ?? {};
    const [, secret = "", version = ""] = /^(.*):TOKEN::(.+)$/.exec(valueFrom) ?? [];
    const { SecretString } = await account.secrets.getSecretValue({ SecretId: secret, VersionId: version });
    expect(SecretString).to.equal('{"TOKEN":"very-secret"}');
    expect(JSON.stringify(taskDefinition)).not.to.contain("very-secret");
  });

  it("moves the traffic with one call, after it has read where it is", async () => {
    await web.up();
    world.proxy.takeCalls();
    await web.up({ image: image(2) });
    const operations = world.proxy.takeCalls().map(({ operation }) => operation);
    expect(operations.filter((one) => one === "ModifyRule")).to.have.length(1);
    expect(operations.indexOf("DescribeRules")).to.be.lessThan(operations.indexOf("ModifyRule"));
    expect(operations.lastIndexOf("DescribeRules")).to.be.greaterThan(operations.indexOf("ModifyRule"));
  });

  it("moves it in steps, with the weights of each", async () => {
    const { generation: old } = await web.up();
    const seen: Record<string, number>[] = [];
    world.proxy.on("ModifyRule", async () => {
      seen.push(await web.live());
    });
    const { generation } = await web.up({
      image: image(2),
      traffic: { kind: "gradual", steps: [10, 50], every: "2 seconds" },
    });
    expect(seen).to.deep.equal([
      { [old]: 90, [generation]: 10 },
      { [old]: 50, [generation]: 50 },
      { [generation]: 100 },
    ]);
  });

  it("takes an old generation's tasks away only when the load balancer has let go of its targets", async () => {
    await web.up({ keep: 0 });
    const [{ TargetGroupArn: old } = {}] =
      (await world.account.elb.describeTargetGroups({})).TargetGroups ?? [];
    world.scheduler.drainMs = 1_000;
    world.proxy.takeCalls();
    const { messages } = await web.up({ image: image(2), keep: 0 });
    const calls = world.proxy.takeCalls();
    const at = (operation: string) => calls.findIndex((call) => call.operation === operation);
    const looks = calls.filter(
      ({ operation, body }, index) =>
        operation === "DescribeTargetHealth" &&
        index > at("UpdateService") &&
        index < at("DeleteService") &&
        new URLSearchParams(body).get("TargetGroupArn") === old,
    );
    expect(at("ModifyRule")).to.be.lessThan(at("UpdateService"));
    expect(looks.length, "looks at the draining targets").to.be.within(3, 8);
    expect(messages.filter((one) => one.includes("cut off"))).to.deep.equal([]);
  });

  it("stops a retained generation where standby is cold, and starts it before it goes back", async () => {
    const cold: GroupChange = { standby: "cold" };
    const desired = async () => {
      const { serviceArns = [] } = await world.account.ecs.listServices({ cluster: await cluster() });
      const { services = [] } = await world.account.ecs.describeServices({
        cluster: await cluster(),
        services: serviceArns,
      });
      return services.map(({ desiredCount }) => desiredCount).sort();
    };
    const cluster = async () => (await world.account.ecs.listClusters({})).clusterArns?.[0] ?? "";
    const first = await web.up(cold);
    await web.up({ ...cold, image: image(2) });
    expect(await desired()).to.deep.equal([0, 2]);
    const back = await web.up(cold);
    expect(back.generation).to.equal(first.generation);
    expect(back.lines).to.deep.equal(["update web-switch"]);
    expect(await desired()).to.deep.equal([0, 2]);
    expect(await web.live()).to.deep.equal({ [first.generation]: 100 });
    expect((await web.up(cold)).lines).to.deep.equal([]);
  });

  it("keeps quiet about what the switch wrote, also after a refresh", async () => {
    await web.up();
    expect((await web.stack.refresh()).error).to.equal(undefined);
    expect((await web.preview()).lines).to.deep.equal([]);
    expect((await groupRule(world.account)).Actions?.[0]?.Type).to.equal("forward");
  });

  it("takes over a rule of somebody else's when told to, and a bake that fails goes back to what was there", async () => {
    const theirs: GroupChange = { takesOver: true };
    const refused = await web.tryUp(theirs);
    expect(refused.error).to.contain("somebody else moved the traffic");
    const { TargetGroups = [] } = await world.account.elb.describeTargetGroups({});
    const arn = TargetGroups.find(({ TargetGroupName = "" }) => TargetGroupName.startsWith("theirs"))
      ?.TargetGroupArn as string;
    await world.account.elb.registerTargets({ TargetGroupArn: arn, Targets: [{ Id: "10.0.9.9" }] });

    const overwrite: GroupChange = { ...theirs, unexpectedSplit: "overwrite" };
    await world.account.cloudWatch.putMetricAlarm({
      AlarmName: "orders",
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "LessThanThreshold",
      MetricName: "Orders",
      Namespace: "Shop",
      Period: 60,
      Statistic: "Sum",
    });
    const { MetricAlarms: [made] = [] } = await world.account.cloudWatch.describeAlarms({});
    world.proxy.on("ModifyRule", async () => {
      await world.account.cloudWatch.setAlarmState({
        AlarmName: "orders",
        StateValue: "ALARM",
        StateReason: "no orders",
      });
    });
    const bake = { for: "30 seconds", alarms: [made?.AlarmArn ?? ""] } as const;
    expect((await web.tryUp({ ...overwrite, bake })).error).to.contain("reverted");
    expect(await web.live()).to.deep.equal({ [arn]: 100 });

    const { generation } = await web.up(overwrite);
    expect(await web.live()).to.deep.equal({ [generation]: 100 });
    expect(
      (await web.up(theirs)).lines.filter((line) => !line.startsWith("update web-switch")),
    ).to.deep.equal([]);
    expect((await groupRule(world.account)).Priority).to.equal("7");
  });
});
