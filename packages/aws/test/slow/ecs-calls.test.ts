import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { MotoWorld } from "../../../../test/setup/aws/moto-stack";
import { root } from "../../../../test/setup/places";
import { image } from "../support/aws-stack";
import { EcsGroup } from "./ecs-world";

/** Calls whose number depends on how long something takes: the gate's, the bake's and the drain's looks. */
const LOOKS = ["DescribeTargetHealth"];

describe("what gate and switch ask of AWS", function () {
  this.timeout(60_000);
  let world: MotoWorld;
  before(async function () {
    this.timeout(6 * 60_000);
    world = await MotoWorld.start(this);
  });
  after(() => world?.stop());

  /** Calls of gate and switch since the last time, by operation, without looks. */
  function counted(): Record<string, number> {
    const calls = world.proxy.takeCalls().filter(({ by, operation }) => {
      return by === "gate or switch" && !LOOKS.includes(operation);
    });
    const counts: Record<string, number> = {};
    for (const { operation } of calls) counts[operation] = (counts[operation] ?? 0) + 1;
    return counts;
  }

  it("is as much as docs/aws.md says", async () => {
    const page = readFileSync(join(root, "docs/aws.md"), "utf8");
    const table = new Map(
      [...page.matchAll(/^\| `(\w+)` \| (\d+) \| (\d+) \| (\d+) \|/gm)].map(
        ([, operation = "", ...counts]) => [operation, counts.map(Number)],
      ),
    );
    const web = new EcsGroup(world);
    await web.up();
    await web.up({ image: image(2) });
    counted();
    const measured: Record<string, number>[] = [];
    await web.up({ image: image(3) });
    measured.push(counted());
    await web.up({ image: image(2) });
    measured.push(counted());
    await web.preview({ image: image(2) });
    measured.push(counted());
    const told = (index: number) =>
      Object.fromEntries(
        [...table]
          .map(([operation, counts]) => [operation, counts[index]])
          .filter(([, count]) => count !== 0),
      );
    expect(measured).to.deep.equal([told(0), told(1), told(2)]);
  });
});
