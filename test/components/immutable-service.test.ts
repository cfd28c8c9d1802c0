import { ImmutableService, type ImmutableServiceArgs } from "@anew/docker";
import { expect } from "chai";
import { DockerStack, image } from "./docker-stack";

describe("ImmutableService on the engine", () => {
  let stack: DockerStack;
  let args: ImmutableServiceArgs;
  const start: ImmutableServiceArgs = {
    image: image(1),
    healthCheck: {
      command: ["/bin/ok"],
      interval: "1 millisecond",
      healthyAfter: 1,
      timeout: "20 milliseconds",
    },
  };

  beforeEach(() => {
    stack = new DockerStack((host) => {
      const worker = new ImmutableService("worker", { ...args, connection: { host } });
      return { generation: worker.generation, history: worker.history };
    });
  });
  afterEach(() => stack.remove());

  async function up(change: Partial<ImmutableServiceArgs> = {}) {
    args = { ...start, ...change };
    const result = await stack.up();
    expect(result.error, result.error).to.equal(undefined);
    const own = result.lines.filter((line) => !line.startsWith("same"));
    return { lines: own.map((line) => line.replace(/\b[0-9a-f]{8}\b/, "ID")), outputs: result.outputs };
  }

  it("makes the new generation, proves it, and removes the old one last", async () => {
    await up();
    expect((await up()).lines).to.deep.equal([]);
    expect((await up({ image: image(2) })).lines).to.deep.equal([
      "create worker-ID",
      "create worker-ID-0",
      "create-replacement worker-gate",
      "replace worker-gate",
      "delete-replaced worker-gate",
      "delete worker-ID-0",
      "delete worker-ID",
    ]);
  });

  it("keeps the old generation when the new one is not healthy, and the next update removes only the failed one", async () => {
    const first = await up();
    stack.change((simulation) => {
      simulation.nextIsUnhealthy = true;
    });
    args = { ...start, image: image(2) };
    const failed = await stack.up();
    expect(failed.error).to.be.a("string");
    expect(failed.lines.filter((line) => line.startsWith("delete"))).to.deep.equal([]);
    stack.change((simulation) => {
      simulation.nextIsUnhealthy = false;
    });
    const back = await up();
    expect(back.lines).to.deep.equal(["delete worker-ID-0", "delete worker-ID"]);
    expect(back.outputs.generation).to.equal(first.outputs.generation);
  });

  it("keeps its history in its gate", async () => {
    await up();
    const { outputs } = await up({ image: image(2) });
    const history = outputs.history as { released: { id: string }[]; log: { id: string }[] };
    expect(history.released.map((one) => one.id)).to.deep.equal([outputs.generation]);
    expect(history.log).to.have.length(2);
  });

  it("removes the old one first where two can't overlap", async () => {
    const alone = {
      overlap: "none" as const,
      state: [{ volume: "data", path: "/data", access: "exclusive" as const }],
    };
    await up(alone);
    expect((await up(alone)).lines).to.deep.equal([]);
    const { lines } = await up({ ...alone, image: image(2) });
    const position = (line: string) => lines.indexOf(line);
    expect(position("delete-replaced worker-sole-0")).to.be.greaterThan(-1);
    expect(position("delete-replaced worker-sole-0")).to.be.lessThan(
      position("create-replacement worker-sole-0"),
    );
    expect(stack.store.list("docker:index/container:Container")).to.have.length(1);
  });
});
