import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { MotoWorld } from "../../../../test/setup/aws/moto-stack";
import { dimensionOf } from "../../src/load-balancer/rule-arn";
import { image } from "../support/aws-stack";
import { EcsGroup } from "./ecs-world";

const MINUTE = 60_000;
/** A bake of some minutes takes some seconds. */
const SPEED = 20;

describe("a release in ECS that is watched", function () {
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
    web = new EcsGroup(world, SPEED);
    first = (await web.up()).generation;
  });
  afterEach(() => world.reset());

  /** Once the traffic moves, the load balancer tells of each of the next minutes what the new generation did. */
  function traffic(requests: number, failures: number, p99: number): void {
    let told = false;
    world.proxy.on("ModifyRule", async ({ body }) => {
      if (told) return;
      told = true;
      const { elb, cloudWatch } = world.account;
      const group =
        new URLSearchParams(body).get(
          "Actions.member.1.ForwardConfig.TargetGroups.member.1.TargetGroupArn",
        ) ?? "";
      const { LoadBalancers: [balancer] = [] } = await elb.describeLoadBalancers({});
      const Dimensions = [
        { Name: "LoadBalancer", Value: dimensionOf(balancer?.LoadBalancerArn ?? "") },
        { Name: "TargetGroup", Value: dimensionOf(group) },
      ];
      const start = Math.floor(web.stack.clock.now() / MINUTE) * MINUTE;
      const values = {
        RequestCount: requests,
        HTTPCode_Target_5XX_Count: failures,
        TargetResponseTime: p99,
      };
      for (let minute = 0; minute < 6; minute++) {
        await cloudWatch.putMetricData({
          Namespace: "AWS/ApplicationELB",
          MetricData: Object.entries(values).map(([MetricName, Value]) => ({
            MetricName,
            Value,
            Dimensions,
            Timestamp: new Date(start + minute * MINUTE),
          })),
        });
      }
    });
  }

  it("goes back when the load balancer counts too many failures of the new generation", async () => {
    traffic(1000, 50, 0.1);
    const { error } = await web.tryUp({
      image: image(2),
      bake: { for: "6 minutes", maxErrorRate: 0.01 },
    });
    expect(error).to.contain("error rate 5 % of 1000 requests, allowed 1 %");
    expect(error).to.contain(`reverted to ${first} 100 %`);
    expect(await web.live()).to.deep.equal({ [first]: 100 });
  });

  it("goes back when the new generation answers too slowly", async () => {
    traffic(1000, 0, 0.9);
    const { error } = await web.tryUp({
      image: image(2),
      bake: { for: "6 minutes", maxP99: "500 milliseconds" },
    });
    expect(error).to.contain("p99 900 ms, allowed 500 ms");
    expect(await web.live()).to.deep.equal({ [first]: 100 });
  });

  it("stays when all limits are kept", async () => {
    traffic(1000, 5, 0.1);
    const bake = { for: "3 minutes", maxErrorRate: 0.01, maxP99: "500 milliseconds" } as const;
    const { generation } = await web.up({ image: image(2), bake });
    expect(await web.live()).to.deep.equal({ [generation]: 100 });
  });

  describe("by an alarm", () => {
    let alarm: string;
    beforeEach(async () => {
      const { cloudWatch } = world.account;
      await cloudWatch.putMetricAlarm({
        AlarmName: "orders",
        ComparisonOperator: "LessThanThreshold",
        EvaluationPeriods: 1,
        Threshold: 1,
        MetricName: "Orders",
        Namespace: "Shop",
        Period: 60,
        Statistic: "Sum",
      });
      const { MetricAlarms: [made] = [] } = await cloudWatch.describeAlarms({ AlarmNames: ["orders"] });
      alarm = made?.AlarmArn ?? "";
    });
    const ring = () =>
      world.account.cloudWatch.setAlarmState({
        AlarmName: "orders",
        StateValue: "ALARM",
        StateReason: "no orders for a minute",
      });
    const watched = () => ({ image: image(2), bake: { for: "1 minute", alarms: [alarm] } }) as const;

    it("goes back when the alarm begins to ring", async () => {
      world.proxy.on("ModifyRule", async () => {
        await ring();
      });
      const { error } = await web.tryUp(watched());
      expect(error).to.contain("the alarm orders is in ALARM (no orders for a minute)");
      expect(error).to.contain("reverted");
      expect(await web.live()).to.deep.equal({ [first]: 100 });
    });

    it("is refused while the alarm rings already; a rollback is not", async () => {
      const { generation } = await web.up({ image: image(2) });
      await ring();
      const { error } = await web.tryUp({ image: image(3), bake: watched().bake });
      expect(error).to.contain("the alarm orders is in ALARM").and.to.contain("before the release");
      expect(await web.live()).to.deep.equal({ [generation]: 100 });
      await web.up({ bake: watched().bake });
      expect(await web.live()).to.deep.equal({ [first]: 100 });
    });

    it("is refused for an alarm that is not there", async () => {
      const bake = { for: "1 minute", alarms: [`${alarm}2`] } as const;
      expect((await web.tryUp({ image: image(2), bake })).error).to.contain("there is no alarm");
      expect(await web.live()).to.deep.equal({ [first]: 100 });
    });
  });
});

describe("a gate in ECS with a test listener", function () {
  this.timeout(60_000);
  let world: MotoWorld;
  let server: Server;
  let status: number;
  const asked: string[] = [];

  before(async function () {
    this.timeout(6 * 60_000);
    world = await MotoWorld.start(this);
    server = createServer((request, response) => {
      asked.push(`${request.headers.host} ${request.url}`);
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(async () => {
    await world?.stop();
    await new Promise((resolve) => server?.close(resolve));
  });
  afterEach(() => world.reset());

  const preview = () => ({
    port: 9000,
    listener: "",
    host: "preview.example",
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });

  it("shows the generation there, asks its own health check through it, and hides it after the switch", async () => {
    status = 200;
    const shown: string[] = [];
    world.proxy.on("ModifyRule", ({ body }) => {
      const query = new URLSearchParams(body);
      shown.push(query.get("Actions.member.1.Type") ?? "");
    });
    const web = new EcsGroup(world);
    const { generation } = await web.up({ preview: preview() });
    expect(asked[0]).to.equal("preview.example /healthz");
    // The preview's rule, the group's own, and the preview's again.
    expect(shown).to.deep.equal(["forward", "forward", "fixed-response"]);
    expect(await web.live()).to.deep.equal({ [generation]: 100 });
  });

  it("stays closed while the generation answers badly there, though the load balancer finds it healthy", async () => {
    status = 200;
    const web = new EcsGroup(world);
    const { generation } = await web.up({ preview: preview() });
    status = 418;
    const { error } = await web.tryUp({ preview: preview(), image: image(2) });
    expect(error).to.match(
      /the test listener at http:\/\/127\.0\.0\.1:\d+\/healthz answered 418, expected 200-399/,
    );
    expect(await web.live()).to.deep.equal({ [generation]: 100 });
  });
});
