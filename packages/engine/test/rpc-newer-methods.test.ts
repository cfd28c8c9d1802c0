import { status } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";
import { ExistsResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { expect } from "chai";
import { TestStack } from "../src/index";

interface Monitor {
  existsResource(
    request: ExistsResourceRequest,
    done: (error: { code: number; details: string } | null) => void,
  ): void;
}

describe("a method that only newer engines have", () => {
  it("is refused as unimplemented, so that the program can do without", async () => {
    const seen: unknown[] = [];
    const stack = new TestStack({
      program: async () => {
        const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
        await new Promise<void>((resolve) =>
          monitor.existsResource(new ExistsResourceRequest(), (error) => {
            seen.push(error?.code, error?.details);
            resolve();
          }),
        );
      },
    });
    const { error } = await stack.up();
    expect(error).to.equal(undefined);
    const details = "unknown method ExistsResource for service pulumirpc.ResourceMonitor";
    expect(seen).to.deep.equal([status.UNIMPLEMENTED, details]);
  });
});
