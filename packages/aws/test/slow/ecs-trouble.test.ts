import { LABELS } from "@anew/core";
import { expect } from "chai";
import type { AwsFaultKind } from "../../../../test/setup/aws/aws-proxy";
import { NO_CAPACITY } from "../../../../test/setup/aws/ecs-scheduler";
import { groupRule } from "../../../../test/setup/aws/live-weights";
import { MotoWorld } from "../../../../test/setup/aws/moto-stack";
import { image } from "../support/aws-stack";
import { EcsGroup } from "./ecs-world";

describe("a release in ECS that meets trouble", function () {
  this.timeout(60_000);
  let world: MotoWorld;
  let web: EcsGroup;
  let first: string;

  before(async function () {
    this.timeout(6 * 60_000);
    world = await MotoWorld.start(this);
  });
  after(() => world?.stop());
  beforeEach(async () => {
    web = new EcsGroup(world);
    first = (await web.up()).generation;
    world.proxy.takeCalls();
  });
  afterEach(() => world.reset());

  const next = { image: image(2) };
  /** Releases, which has to fail, and leave the traffic where it was. */
  async function failing(change: Parameters<EcsGroup["tryUp"]>[0] = next): Promise<string> {
    const { error, lines } = await web.tryUp(change);
    expect(error, "the release was expected to fail").not.to.equal("");
    expect(lines.filter((line) => line.startsWith("delete"))).to.deep.equal([]);
    expect(await web.live()).to.deep.equal({ [first]: 100 });
    return error;
  }

  it("goes on when each call fails once, as AWS asks for", async () => {
    const operations = [
      "DescribeRules",
      "ModifyRule",
      "DescribeTargetHealth",
      "DescribeTags",
      "DescribeServices",
      "UpdateService",
      "GetResources",
    ];
    for (const operation of operations) world.proxy.fail(operation, "throttling", 1);
    const { generation } = await web.up({ ...next, keep: 0 });
    expect(await web.live()).to.deep.equal({ [generation]: 100 });
    const failed = world.proxy.takeCalls().map(({ operation }) => operation);
    expect(failed).to.include.members(operations);
  });

  const kinds: Readonly<Record<AwsFaultKind, RegExp>> = {
    throttling: /ThrottlingException.*AWS limits how often this may be called/s,
    "internal error": /InternalFailure/,
    timeout: /did not answer|can't be reached/,
    "expired credential": /ExpiredToken.*the credentials have expired: log in again/s,
    reset: /can't be reached/,
  };
  for (const [kind, text] of Object.entries(kinds) as [AwsFaultKind, RegExp][]) {
    for (const operation of kind === "expired credential"
      ? ["ModifyRule", "DescribeRules"]
      : ["ModifyRule"]) {
      it(`leaves the traffic where it is when ${operation} fails for good (${kind}), and says why`, async () => {
        world.proxy.fail(operation, kind);
        const { error } = await web.tryUp(next);
        world.proxy.mend();
        expect(error).to.match(text);
        expect(await web.live()).to.deep.equal({ [first]: 100 });
        const { generation, lines } = await web.up(next);
        expect(lines).to.deep.equal(["update web-switch"]);
        expect(await web.live()).to.deep.equal({ [generation]: 100 });
      });
    }
  }

  it("does not open the gate while the health of the targets can't be seen", async () => {
    world.proxy.fail("DescribeTargetHealth", "internal error");
    expect(await failing()).to.match(
      /did not become healthy within 30 s.*DescribeTargetHealth.*InternalFailure/s,
    );
  });

  it("does not open the gate for targets that fail their checks, and says what AWS says of them", async () => {
    world.scheduler.next("unhealthy");
    expect(await failing()).to.match(/unhealthy.*Health checks failed with these codes: \[500\]/s);
  });

  it("says what AWS said when there is no capacity; the old generation keeps the traffic", async () => {
    world.scheduler.next("no capacity");
    const error = await failing();
    expect(error).to.contain(NO_CAPACITY);
    expect(error).to.contain("no target is registered yet");
  });

  it("refuses to move traffic that somebody else has moved, shows it in the preview, and does when told", async () => {
    const second = (await web.up(next)).generation;
    const rule = await groupRule(world.account);
    const { TargetGroups = [] } = await world.account.elb.describeTargetGroups({});
    const weights = await Promise.all(
      TargetGroups.map(async ({ TargetGroupArn = "" }) => {
        const { TagDescriptions: [one] = [] } = await world.account.elb.describeTags({
          ResourceArns: [TargetGroupArn],
        });
        const isFirst = one?.Tags?.some(({ Key, Value }) => Key === LABELS.generation && Value === first);
        return { TargetGroupArn, Weight: isFirst ? 70 : 30 };
      }),
    );
    await world.account.elb.modifyRule({
      RuleArn: rule.RuleArn,
      Actions: [{ Type: "forward", ForwardConfig: { TargetGroups: weights } }],
    });
    expect((await web.preview(next)).lines).to.deep.equal(["update web-switch"]);
    const third = { image: image(3) };
    const { error } = await web.tryUp(third);
    expect(error).to.contain(`the live split is ${first} 70 %, ${second} 30 %`);
    expect(error).to.contain("somebody else moved the traffic");
    expect(await web.live()).to.deep.equal({ [first]: 70, [second]: 30 });
    const { generation } = await web.up({ ...third, unexpectedSplit: "overwrite" });
    expect(await web.live()).to.deep.equal({ [generation]: 100 });
  });

  it("says that the target group of a retained generation is gone, instead of going back to it", async () => {
    const { generation: second } = await web.up(next);
    const { elb } = world.account;
    const { TargetGroups = [] } = await elb.describeTargetGroups({});
    const old = TargetGroups.find(({ TargetGroupName = "" }) => TargetGroupName.includes(first));
    const { ListenerArn } = await listenerOf(world);
    const { Rules = [] } = await elb.describeRules({ ListenerArn });
    for (const { RuleArn, Actions = [] } of Rules) {
      if (Actions.some(({ TargetGroupArn }) => TargetGroupArn === old?.TargetGroupArn)) {
        await elb.deleteRule({ RuleArn });
      }
    }
    await elb.deleteTargetGroup({ TargetGroupArn: old?.TargetGroupArn });
    const { error } = await web.tryUp();
    expect(error).to.contain("its target group is gone");
    expect(await web.live()).to.deep.equal({ [second]: 100 });
  });

  const crashes = [
    ["create", "gate", "before"],
    ["create", "gate", "after"],
    ["update", "switch", "before"],
    ["update", "switch", "after"],
    ["delete", "old gate", "before"],
    ["delete", "old gate", "after"],
    ["delete", "old service", "after"],
    ["create", "service", "after"],
    ["create", "target group", "after"],
  ] as const;
  for (const [op, what, when] of crashes) {
    it(`killed ${when} the ${op} of the ${what}, goes on with the next update and leaves nothing twice`, async () => {
      const change = { ...next, keep: 0 };
      const lines = (await web.preview(change)).lines;
      const id = /create web-([0-9a-f]{8})-gate/.exec(lines.join("\n"))?.[1];
      const name = {
        gate: `web-${id}-gate`,
        switch: "web-switch",
        "old gate": `web-${first}-gate`,
        "old service": `web-${first}`,
        service: `web-${id}`,
        "target group": `web-${id}`,
      }[what];
      // Of what has the generation's name, the component is made first, then the target group; the service last.
      const nth = { service: 5, "target group": 2 }[what as string] ?? 1;
      const { error } = await web.tryUp(change, { crash: { op, name, when, nth } });
      expect(error).to.contain("crashed");
      const { generation } = await web.up(change);
      expect(await web.live()).to.deep.equal({ [generation]: 100 });
      expect((await web.preview(change)).lines).to.deep.equal([]);
      const { TargetGroups = [] } = await world.account.elb.describeTargetGroups({});
      expect(TargetGroups.map(({ TargetGroupName = "" }) => TargetGroupName.slice(0, 12))).to.deep.equal([
        `web-${generation}`,
      ]);
      expect(await activeServices(world)).to.have.length(1);
    });
  }
});

async function activeServices({ account: { ecs } }: MotoWorld): Promise<string[]> {
  const cluster = (await ecs.listClusters({})).clusterArns?.[0] ?? "";
  const { serviceArns = [] } = await ecs.listServices({ cluster });
  const { services = [] } = await ecs.describeServices({ cluster, services: serviceArns });
  return services.flatMap(({ status, serviceName = "" }) => (status === "ACTIVE" ? [serviceName] : []));
}

async function listenerOf(world: MotoWorld) {
  const { elb } = world.account;
  const { LoadBalancers: [balancer] = [] } = await elb.describeLoadBalancers({});
  const { Listeners = [] } = await elb.describeListeners({ LoadBalancerArn: balancer?.LoadBalancerArn });
  return Listeners.find(({ Port }) => Port === 80) ?? {};
}
