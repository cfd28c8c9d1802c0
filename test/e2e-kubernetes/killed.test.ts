import { requireCluster } from "../cluster";
import { requireDocker } from "../setup";
import { InterruptedStack } from "./support/interrupted-stack";
import { type Case, inLanes, type Lanes } from "./support/lanes";
import { PHASES } from "./support/phases";

/** Releases that run beside each other. */
const LANES = 3;

describe("a release in a cluster of which the engine is killed", function () {
  this.timeout(300_000);
  let lanes: Lanes;
  const stacks: InterruptedStack[] = [];

  const cases = PHASES.flatMap((phase): Case<InterruptedStack>[] => [
    {
      name: `${phase.name} is completed by the next update, without a lost request`,
      run: async (stack) => {
        await stack.kill(phase);
        await stack.complete();
      },
    },
    {
      name: `${phase.name} is taken back by a rollback, without a lost request`,
      run: async (stack) => {
        await stack.kill(phase);
        await stack.rollBack();
      },
    },
  ]);

  before(async function () {
    const cluster = await requireCluster(this);
    const docker = await requireDocker(this);
    const create = async () => {
      const stack = await InterruptedStack.create(cluster, docker);
      stacks.push(stack);
      return stack;
    };
    lanes = inLanes(cases, LANES, create, (stack) => stack.expectNothingToDo());
  });

  after(async () => {
    for (const stack of stacks) await stack.remove();
  });

  for (const { name } of cases) it(name, () => lanes.outcome(name));

  it("leaves nothing to do", () => lanes.ended);
});
