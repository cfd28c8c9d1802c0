import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { readStackOutputs } from "../src/group/stack-outputs";

describe("The outputs of the program's own stack", () => {
  it("are none in a unit test with mocks, which has neither a state nor an organization", async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
      call: () => {
        throw new Error("a mocked program has nothing to read");
      },
    });
    expect([...(await readStackOutputs())]).to.deep.equal([]);
  });
});
