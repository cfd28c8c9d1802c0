import { ecs } from "@anew/aws";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { AwsStack, ecsBase } from "../support/aws-stack";

const LISTENER =
  "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/edge/0123456789abcdef/0123456789abcdef";
const RULE = `${LISTENER.replace(":listener/", ":listener-rule/")}/0123456789abcdef`;
const base = {
  ...ecsBase,
  listen: { port: 443, host: "shop.example", listener: LISTENER },
};

describe("input errors on AWS", () => {
  let stack: AwsStack | undefined;
  afterEach(() => stack?.remove());

  /** What the program fails with; no generation is declared. */
  async function problems(program: (endpoint: string) => unknown, isPlain = true): Promise<string> {
    stack?.remove();
    stack = new AwsStack((endpoint) => {
      program(endpoint);
      return {};
    });
    const result = await stack.preview();
    expect(result.error, "the program was expected to fail").to.be.a("string");
    const created = result.lines.filter((line) => line.startsWith("create shop"));
    expect(isPlain ? created : created.filter((line) => /shop-[0-9a-f]{8}/.test(line))).to.deep.equal([]);
    return [result.error, ...result.failures.map((one) => one.message)].join("\n");
  }
  const declare = (change: object, isPlain: boolean) =>
    problems(
      (endpoint) =>
        new ecs.BlueGreenGroup("shop", {
          ...base,
          connection: { endpoint },
          ...change,
        } as ecs.BlueGreenGroupArgs),
      isPlain,
    );
  const group = (change: object) => declare(change, true);
  const computed = (change: object) => declare(change, false);

  it("come all at once, each with its property, what was given and what is allowed", async () => {
    const text = await group({
      image: "web:latest",
      replicas: 0,
      cluster: "my cluster",
      network: { vpc: "vpc1", subnets: [], securityGroups: ["sg-1", "group"], publicIp: "yes" },
      capacity: { kind: "lambda", architecture: "arm" },
      executionRole: "web-execution",
      taskRole: "arn:aws:iam::123456789012:user/web",
      logs: { group: "a b" },
      files: { "/etc/web/a": "1" },
      listen: {
        port: 0,
        listener: "edge",
        priority: 60_000,
        from: ["10.0.0.0/33", "everybody"],
        certificate: "certificate.pem",
      },
      preview: { port: 9000, probe: "sometimes", address: "preview" },
      bake: { for: "1 minute", maxErrorRate: 0.1, alarms: ["orders"] },
      connection: { region: "Frankfurt", role: "deploy", colour: "blue" },
      colour: "blue",
    });
    for (const property of [
      'image: got "web:latest"',
      "replicas: got 0",
      'cluster: got "my cluster"',
      'network.vpc: got "vpc1"',
      "network.subnets: got []",
      'network.securityGroups[1]: got "group"',
      'network.publicIp: got "yes"',
      'capacity.kind: got "lambda", expected "fargate", "fargate-spot" or "ec2"',
      'capacity.architecture: got "arm"',
      'executionRole: got "web-execution"',
      'taskRole: got "arn:aws:iam::123456789012:user/web"',
      'logs.group: got "a b"',
      "files: got",
      "listen.port: got 0",
      'listen.listener: got "edge"',
      "listen.priority: got 60000, expected a whole number from 1 to 50000",
      'listen.from[0]: got "10.0.0.0/33"',
      'listen.from[1]: got "everybody"',
      'listen.certificate: got "certificate.pem"',
      "preview.listener: got nothing",
      'preview.probe: got "sometimes"',
      'preview.address: got "preview"',
      'bake.for: got "1 minute", expected at least "3 minutes"',
      'bake.alarms[0]: got "orders"',
      'connection.region: got "Frankfurt"',
      'connection.role: got "deploy"',
      'connection.colour: got "blue"',
      "colour:",
    ]) {
      expect(text).to.contain(property);
    }
  });

  it("name the sizes that Fargate has, for cores and for memory", async () => {
    const cpu = await computed({ resources: { cpu: 3, memory: "2 GiB" } });
    expect(cpu).to.contain(
      "resources.cpu: got 3, expected cores as Fargate has them: 0.25, 0.5, 1, 2, 4, 8, 16",
    );
    expect(cpu).to.contain("0.25: 512 MiB, 1 GiB, 2 GiB; 0.5: 1 GiB to 4 GiB;");
    expect(cpu).to.contain("16: 32 GiB to 120 GiB in steps of 8 GiB");
    const memory = await computed({ resources: { cpu: 1, memory: "512 MiB" } });
    expect(memory).to.contain(
      'resources.memory: got "512 MiB", expected with 1 cores, 2 GiB to 8 GiB; Fargate has',
    );
  });

  it("say when regions do not agree: the connection's, the listener's, a certificate's", async () => {
    const text = await group({
      connection: { region: "us-east-1" },
      listen: {
        ...base.listen,
        certificate: "arn:aws:acm:us-east-1:123456789012:certificate/0123",
      },
    });
    expect(text).to.contain(
      "expected one in us-east-1, the region of the connection; this one is in eu-central-1",
    );
    expect(text).to.contain(
      "expected a certificate in eu-central-1, where the listener is; this one is in us-east-1",
    );
  });

  it("refuse what lies beside an existing rule, and listeners of two load balancers", async () => {
    const text = await group({
      listen: [
        { port: 443, rule: RULE, host: "shop.example", priority: 3 },
        { port: 80, listener: LISTENER.replace("edge", "other") },
        { port: 80, listener: LISTENER, rule: RULE },
      ],
    });
    expect(text).to.contain('listen[0].host: got "shop.example", expected nothing beside rule');
    expect(text).to.contain("listen[0].priority: got 3, expected nothing beside rule");
    expect(text).to.contain("listeners of one load balancer");
    expect(text)
      .to.contain("listen[2].listener:")
      .and.to.contain("nothing beside rule: a rule knows its listener");
  });

  it("count the values that a rule's conditions take", async () => {
    const from = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
    const text = await group({ listen: { ...base.listen, path: "/shop", from } });
    expect(text).to.contain("at most 5 values in host, path (which takes two) and from together");
  });

  it("ask for the role with which ECS reads secrets, writes logs and pulls from ECR", async () => {
    const text = await group({
      image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/web@sha256:${"1".repeat(64)}`,
      secretEnv: { TOKEN: "a" },
      logs: { group: "shop" },
    });
    expect(text).to.contain("executionRole: got nothing");
    expect(text).to.contain("because of secretEnv, logs, an image in ECR");
  });

  it("find computed values: a secret in a command, too much of it, a volume that is none", async () => {
    const text = await computed({
      command: ["web", pulumi.secret("hunter2")],
      state: [{ volume: "uploads", path: "/uploads", access: "shared" }],
      healthCheck: { path: "/", expectStatus: "100-599" },
    });
    expect(text).to.contain("command[1]: got [secret], expected no secret").and.not.to.contain("hunter2");
    expect(text).to.contain('state[0].volume: got "uploads", expected the id of an EFS file system');
    expect(text).to.contain('healthCheck.expectStatus: got "100-599"');
    const secretEnv = { TOKEN: pulumi.secret("x".repeat(70_000)) };
    const executionRole = "arn:aws:iam::123456789012:role/web";
    const large = await computed({ secretEnv, executionRole });
    expect(large).to.contain("secretEnv: got").and.to.contain("at most 65536 bytes in all");
  });

  it("ask for the connection beside an explicit provider", async () => {
    const text = await problems(() => {
      const provider = new aws.Provider("elsewhere", { region: "eu-central-1" });
      new ecs.BlueGreenGroup("shop", base, { provider });
    });
    expect(text).to.contain("connection: got nothing, expected what the explicit provider uses");
  });

  it("say that nothing can ask the path of a service without a load balancer", async () => {
    const text = await problems((endpoint) => {
      const { healthCheck, port, ...others } = ecsBase;
      new ecs.ImmutableService("shop", { ...others, port: 8080, healthCheck, connection: { endpoint } });
    }, false);
    expect(text)
      .to.contain("healthCheck.path: got")
      .and.to.contain("without a load balancer nothing can ask it");
  });
});
