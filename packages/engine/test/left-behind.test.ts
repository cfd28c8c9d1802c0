import * as v8 from "node:v8";
import { runInNewContext } from "node:vm";
import { ComponentResource } from "@pulumi/pulumi";
import { expect } from "chai";
import { TestStack } from "../src/test-stack";

class Part extends ComponentResource {
  constructor(name: string) {
    super("test:index:Part", name);
  }
}

/** Collects what nobody holds any more. */
function collectGarbage(): void {
  v8.setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  gc();
}

describe("a run in process", function () {
  this.timeout(60_000);

  it("leaves nothing of itself in memory, however often it is repeated", async () => {
    const refs: WeakRef<Part>[] = [];
    const stack = new TestStack({ program: () => void refs.push(new WeakRef(new Part("a"))) });
    for (let run = 0; run < 4; run++) await stack.up();
    // The SDK holds on to the first run, and the last one may still be on the stack.
    const areGone = () => refs.slice(1, -1).map((ref) => ref.deref() === undefined);
    // When a collection takes what, is the machine's affair; what is held for good is there after many.
    for (let round = 0; round < 100 && areGone().includes(false); round++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      collectGarbage();
    }
    expect(areGone()).to.deep.equal([true, true]);
  });
});
