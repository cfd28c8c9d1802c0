import { join } from "node:path";
import { expect } from "chai";
import { REGION } from "../../../../test/setup/aws/account";
import { liveWeights } from "../../../../test/setup/aws/live-weights";
import { type MotoStack, MotoWorld } from "../../../../test/setup/aws/moto-stack";
import { root } from "../../../../test/setup/places";
import { image } from "../support/aws-stack";

describe("the example aws-ecs-blue-green", function () {
  this.timeout(60_000);
  let world: MotoWorld;
  let stack: MotoStack;
  const environment = { ...process.env };

  before(async function () {
    this.timeout(6 * 60_000);
    world = await MotoWorld.start(this);
    Object.assign(process.env, { AWS_ENDPOINT_URL: world.proxy.endpoint, AWS_REGION: REGION });
    stack = world.stack(join(root, "examples/aws-ecs-blue-green"));
  });
  after(async () => {
    for (const name of ["AWS_ENDPOINT_URL", "AWS_REGION"]) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
    await world?.stop();
  });

  async function up(version: number, logLevel = "info") {
    const config = {
      "aws-ecs-blue-green:image": image(version),
      "aws-ecs-blue-green:databasePassword": "hunter2hunter2",
      "aws-ecs-blue-green:logLevel": logLevel,
    };
    const { error, failures, outputs, lines } = await stack.up({ config });
    expect([error, ...failures.map(({ message }) => message)].filter(Boolean)).to.deep.equal([]);
    const changed = lines.filter((line) => !line.startsWith("same"));
    return { generation: String(outputs.generation), url: String(outputs.url), changed };
  }

  it("comes up, releases, rolls back and is destroyed; the database stays", async () => {
    const first = await up(1);
    expect(first.url).to.match(/^http:\/\/shop-.*\.elb\.amazonaws\.com$/);
    expect((await up(1)).changed).to.deep.equal([]);
    const second = await up(2);
    expect(await liveWeights(world.account)).to.deep.equal({ [second.generation]: 100 });
    expect(second.changed.filter((line) => /^(update|replace|delete)/.test(line))).to.deep.equal([
      "update web-switch",
    ]);
    const back = await up(1);
    expect(back.changed).to.deep.equal(["update web-switch"]);
    expect(back.generation).to.equal(first.generation);
    const debug = await up(1, "debug");
    expect(debug.generation).not.to.equal(first.generation);

    // As `pulumi destroy --exclude-protected` does.
    const gone = await stack.destroy({ excludeProtected: true });
    expect(gone.error).to.equal(undefined);
    const { elb, secrets } = world.account;
    expect((await elb.describeTargetGroups({})).TargetGroups).to.deep.equal([]);
    expect((await elb.describeLoadBalancers({})).LoadBalancers).to.deep.equal([]);
    expect((await secrets.listSecrets({})).SecretList).to.deep.equal([]);
    expect(stack.store.list("aws:rds/instance:Instance")).to.have.length(1);
  });
});
