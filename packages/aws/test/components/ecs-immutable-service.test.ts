import { ecs } from "@anew/aws";
import { expect } from "chai";
import { AwsStack, ecsBase, image } from "../support/aws-stack";

describe("ImmutableService in ECS", () => {
  let stack: AwsStack;
  let args: Partial<ecs.ImmutableServiceArgs> = {};
  beforeEach(() => {
    stack = new AwsStack((endpoint) => {
      const { cluster, network } = ecsBase;
      const worker = new ecs.ImmutableService("worker", {
        image: image(1),
        cluster,
        network,
        connection: { endpoint },
        ...args,
      });
      return { generation: worker.generation };
    });
  });
  afterEach(() => stack.remove());

  async function up(next: Partial<ecs.ImmutableServiceArgs> = {}) {
    args = next;
    const { lines, error, outputs, failures } = await stack.up();
    expect([error, ...failures.map(({ message }) => message)].filter(Boolean)).to.deep.equal([]);
    const id = String(outputs.generation);
    return { id, lines: lines.filter((line) => !line.startsWith("same")) };
  }

  it("is a new service whose gate opens before the old one is removed", async () => {
    const first = await up();
    expect((await up()).lines).to.deep.equal([]);
    const second = await up({ image: image(2) });
    const at = (line: string) => second.lines.indexOf(line);
    expect(at(`create worker-${second.id}`)).to.be.greaterThan(-1);
    expect(at("create-replacement worker-gate")).to.be.greaterThan(at(`create worker-${second.id}`));
    expect(at(`delete worker-${first.id}`)).to.be.greaterThan(at("create-replacement worker-gate"));
    expect(stack.store.list("aws:lb/targetGroup:TargetGroup")).to.deep.equal([]);
  });

  it("removes the old one first where two can't run", async () => {
    const exclusive: Partial<ecs.ImmutableServiceArgs> = {
      overlap: "none",
      state: [{ volume: "fs-0123456789abcdef0/fsap-0123456789abcdef0", path: "/data", access: "exclusive" }],
    };
    await up(exclusive);
    const { lines } = await up({ ...exclusive, image: image(2) });
    const deleted = lines.findIndex((line) => line.startsWith("delete-replaced worker-sole"));
    const created = lines.findIndex((line) => line.startsWith("create-replacement worker-sole"));
    expect(deleted).to.be.greaterThan(-1);
    expect(created).to.be.greaterThan(deleted);
    const [definition] = Object.values(await stack.inputs("aws:ecs/taskDefinition:TaskDefinition"));
    expect(JSON.stringify(definition?.volumes))
      .to.contain("fsap-0123456789abcdef0")
      .and.to.contain("ENABLED");
  });
});
