import { expect } from "chai";
import { liveWeights } from "../../../../test/setup/aws/live-weights";
import { type MotoStack, MotoWorld } from "../../../../test/setup/aws/moto-stack";
import { image, ROLE } from "../support/aws-stack";
import { ecsProgram, type GroupChange } from "./ecs-program";

describe("a group in ECS, whose gate and switch talk to an account", function () {
  this.timeout(120_000);
  let world: MotoWorld;
  let stack: MotoStack;
  let change: GroupChange = {};

  before(async function () {
    this.timeout(6 * 60_000);
    world = await MotoWorld.start(this);
  });
  after(() => world?.stop());
  beforeEach(() => {
    change = {};
    stack = world.stack(() => ecsProgram(world.proxy.endpoint, change));
  });

  async function up(next: GroupChange = {}) {
    change = next;
    const result = await stack.up();
    expect([result.error ?? "", ...result.failures.map((one) => one.message)].join("\n")).to.equal("");
    return {
      generation: String(result.outputs.generation),
      lines: result.lines.filter((line) => !line.startsWith("same")),
    };
  }

  it("releases, does nothing, releases again, rolls back and is destroyed, and leaves nothing behind", async () => {
    const secrets = (value: string): GroupChange => ({ executionRole: ROLE, secretEnv: { TOKEN: value } });
    const first = await up(secrets("one"));
    expect(await liveWeights(world.account)).to.deep.equal({ [first.generation]: 100 });
    expect((await up(secrets("one"))).lines).to.deep.equal([]);

    const second = await up({ ...secrets("one"), image: image(2) });
    expect(second.lines.filter((line) => line.startsWith("update"))).to.deep.equal(["update web-switch"]);
    expect(await liveWeights(world.account)).to.deep.equal({ [second.generation]: 100 });

    const back = await up(secrets("one"));
    expect(back.lines).to.deep.equal(["update web-switch"]);
    expect(back.generation).to.equal(first.generation);
    expect(await liveWeights(world.account)).to.deep.equal({ [first.generation]: 100 });

    const gone = await stack.destroy();
    expect(gone.error).to.equal(undefined);
    const { TargetGroups } = await world.account.elb.describeTargetGroups({});
    expect(TargetGroups).to.deep.equal([]);
  });
});
