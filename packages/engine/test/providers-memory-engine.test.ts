import { expect } from "chai";
import { DOCKER_TYPES } from "../src/providers/memory/docker-types";
import { MemoryFaults } from "../src/providers/memory/memory-faults";
import { MemoryProvider } from "../src/providers/memory/memory-provider";
import { MemoryStore } from "../src/providers/memory/memory-store";
import { TestStack } from "../src/test-stack";
import { DockerResource } from "./support/docker-resource";

describe("the docker types in memory, run by the engine", () => {
  const setUp = () => {
    const store = new MemoryStore();
    const faults = new MemoryFaults();
    let image = "app@sha256:1";
    const stack = new TestStack({
      providers: { docker: () => new MemoryProvider({ types: DOCKER_TYPES, store, faults }) },
      program: () => {
        const network = new DockerResource("Network", "net", {});
        const web = new DockerResource("Container", "web", {
          image,
          networksAdvanced: [{ name: network.name }],
        });
        return { network: web.networkDatas.apply((all) => all?.[0]?.networkName) };
      },
    });
    const release = (next: string) => {
      image = next;
      return stack.up();
    };
    return { stack, store, faults, release };
  };
  const images = (store: MemoryStore) =>
    store.list("docker:index/container:Container").map((object) => object.outputs.image);

  it("live through create, nothing to do, replacement and destroy", async () => {
    const { stack, store, release } = setUp();
    expect((await stack.preview()).lines).to.deep.equal(["create net", "create web"]);
    const first = await stack.up();
    expect(first.error).to.equal(undefined);
    expect(first.outputs.network).to.equal(store.list("docker:index/network:Network")[0]?.outputs.name);
    expect((await stack.up()).lines).to.deep.equal(["same net", "same web"]);
    // Stock containers are deleted first.
    expect((await release("app@sha256:2")).lines).to.deep.equal([
      "same net",
      "delete-replaced web",
      "replace web",
      "create-replacement web",
    ]);
    expect(images(store)).to.deep.equal(["app@sha256:2"]);
    expect((await stack.destroy()).lines).to.deep.equal(["delete web", "delete net"]);
    expect(store.list()).to.deep.equal([]);
  });

  it("lose the old container when the new one cannot be created", async () => {
    const { stack, store, faults, release } = setUp();
    await stack.up();
    faults.add({ operation: "create", name: "web" }, { kind: "fail", message: "no space left" });
    const failed = await release("app@sha256:2");
    expect(failed.failures.map((failure) => failure.message).join()).to.include("no space left");
    expect(images(store)).to.deep.equal([]);
    faults.clear();
    expect((await stack.up()).error).to.equal(undefined);
    expect(images(store)).to.deep.equal(["app@sha256:2"]);
  });
});
