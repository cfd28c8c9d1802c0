import { BlueGreenGroup, type BlueGreenGroupArgs } from "@anew/docker";
import type { TestResult } from "@anew/engine";
import { expect } from "chai";
import { base, DockerStack, image } from "./docker-stack";

const CONTAINER = "docker:index/container:Container";

describe("a released generation whose container is no longer in the state", () => {
  let stack: DockerStack;
  let args: Partial<BlueGreenGroupArgs>;
  beforeEach(() => {
    args = {};
    stack = new DockerStack((host) => {
      const web = new BlueGreenGroup("web", { ...base, ...args, connection: { host } });
      return { generation: web.generation, history: web.history };
    });
  });
  afterEach(() => stack.remove());

  async function up(config: Record<string, string> = {}): Promise<TestResult> {
    const result = await stack.up({ config });
    expect(result.error, result.error).to.equal(undefined);
    return result;
  }
  const said = (result: TestResult) =>
    [result.error, ...result.failures.map(({ message }) => message)].join("\n");
  const changes = ({ lines }: TestResult) => lines.filter((line) => !line.startsWith("same"));

  it("is never made again from what is left: the update says what is missing, and what to do", async () => {
    const first = String((await up()).outputs.generation);
    args = { image: image(2) };
    const second = String((await up()).outputs.generation);
    await stack.forgetByHand((urn) => urn.endsWith(`::web-${first}-0`));

    for (const result of [await stack.preview(), await stack.up()]) {
      expect(said(result)).to.contain("web: released generations have lost resources from the state");
      expect(said(result)).to.contain(`generation ${first}: ${CONTAINER} web-${first}-0`);
      expect(said(result)).to.contain(`pulumi config set --path 'anew:forget.web[0]' ${first}`);
      expect(changes(result).filter((line) => line.includes(first))).to.deep.equal([]);
    }
    expect(stack.live()).to.deep.equal({ [second]: 100 });
  });

  it("is dropped from the history once the operator gives it up, and what is left of it goes", async () => {
    const first = String((await up()).outputs.generation);
    args = { image: image(2) };
    const second = String((await up()).outputs.generation);
    await stack.forgetByHand((urn) => urn.endsWith(`::web-${first}-0`));

    const given = await up({ "anew:forget": JSON.stringify({ web: [first] }) });
    expect(changes(given)).to.include.members([
      "update web-switch",
      `delete web-${first}-gate`,
      `delete web-${first}`,
    ]);
    expect(changes(given).filter((line) => line.startsWith("create"))).to.deep.equal([]);
    expect(stack.live()).to.deep.equal({ [second]: 100 });
    // The configuration may go again: the history no longer names it.
    expect(changes(await up())).to.deep.equal([]);
    const { released } = (await up()).outputs.history as { released: { id: string }[] };
    expect(released.map(({ id }) => id)).to.deep.equal([second]);
  });

  it("is refused for the live one too, which serves on", async () => {
    const only = String((await up()).outputs.generation);
    await stack.forgetByHand((urn) => urn.endsWith(`::web-${only}-0`));
    expect(said(await stack.up())).to.contain(`generation ${only}: ${CONTAINER} web-${only}-0`);
    expect(stack.live()).to.deep.equal({ [only]: 100 });
  });
});

describe("a group whose history is given as an argument", () => {
  it("releases, rolls back and stays as it is by that history", async () => {
    let args: Partial<BlueGreenGroupArgs> = {};
    let history: unknown;
    const stack = new DockerStack((host) => {
      const web = new BlueGreenGroup("web", {
        ...base,
        ...args,
        history: history as NonNullable<BlueGreenGroupArgs["history"]>,
        connection: { host },
      });
      return { generation: web.generation, history: web.history };
    });
    const up = async () => {
      const result = await stack.up();
      expect(result.error, result.error).to.equal(undefined);
      history = result.outputs.history;
      return result.lines.filter((line) => !line.startsWith("same"));
    };
    try {
      history = { released: [], log: [] };
      await up();
      const first = stack.live();
      expect(await up()).to.deep.equal([]);
      args = { image: image(2) };
      await up();
      expect(stack.live()).to.not.deep.equal(first);
      args = {};
      expect(await up()).to.deep.equal(["update web-switch"]);
      expect(stack.live()).to.deep.equal(first);

      history = { released: "nothing" };
      const { error, failures } = await stack.up();
      expect([error, ...failures.map(({ message }) => message)].join("\n")).to.contain(
        "the history in history can't be read",
      );
      expect(stack.live()).to.deep.equal(first);
    } finally {
      stack.remove();
    }
  });
});
