import { generationOptions, guard } from "@anew/core";
import { BlueGreenGroup, HostRouter, ImmutableService } from "@anew/docker";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { base, DockerStack, image } from "./docker-stack";

describe("the backstops of a generation's resources", () => {
  let declare: (version: string) => unknown;
  let version: string;
  let stack: DockerStack;

  beforeEach(() => {
    version = "1";
    stack = new DockerStack(() => {
      declare(version);
      return {};
    });
  });
  afterEach(() => stack.remove());

  async function changed() {
    version = "1";
    expect((await stack.up()).error).to.equal(undefined);
    version = "2";
    const preview = await stack.preview();
    const result = await stack.up();
    const lines = (of: typeof result) => of.lines.filter((line) => !line.startsWith("same"));
    return { preview, result, planned: lines(preview), done: lines(result) };
  }

  const group = () => new pulumi.ComponentResource("test:Group", "group");
  const container = (options: (parent: pulumi.Resource) => pulumi.CustomResourceOptions) => (of: string) =>
    new docker.Container("one", { image: image(1), restart: of === "1" ? "no" : "always" }, options(group()));

  it("replace a container, new before old, where the provider alone would update it in place", async () => {
    declare = container((parent) => ({ parent }));
    expect((await changed()).done).to.deep.equal(["update one"]);
    await stack.destroy();
    declare = container((parent) => generationOptions(parent, ["restart"]));
    const { planned, done } = await changed();
    expect(done).to.deep.equal(["create-replacement one", "replace one", "delete-replaced one"]);
    expect(planned).to.deep.equal(done);
  });

  it("replace a volume, new before old", async () => {
    declare = (of) =>
      new docker.Volume(
        "one",
        { labels: [{ label: "version", value: of }] },
        generationOptions(group(), ["labels"]),
      );
    expect((await changed()).done).to.deep.equal([
      "create-replacement one",
      "replace one",
      "delete-replaced one",
    ]);
  });

  it("refuse what is left of an update in place, at preview and at update, by naming what would change", async () => {
    declare = container((parent) => ({ parent, hooks: guard() }));
    const { preview, result, done } = await changed();
    for (const { error, failures } of [preview, result]) {
      const said = [error, ...failures.map(({ message }) => message)].join("\n");
      expect(said).to.match(/an update in place is refused \(changed: restart\)/);
    }
    expect(done.filter((line) => line === "update one")).to.have.length.at.most(1);
    const [kept] = (await stateOf(stack)).filter(({ type }) => type === CONTAINER);
    expect(kept?.inputs).to.include({ restart: "no" });
  });
});

const CONTAINER = "docker:index/container:Container";

/** What the state holds. */
async function stateOf(stack: DockerStack) {
  const { resources } = (await stack.state()) as {
    resources?: { urn: string; type: string; custom: boolean; inputs?: object; outputs?: object }[];
  };
  return resources ?? [];
}

describe("every component", () => {
  it("registers all of its public outputs", async () => {
    const made: Record<string, pulumi.ComponentResource> = {};
    const stack = new DockerStack((host) => {
      const router = new HostRouter("router", { ports: [8000] });
      const web = new BlueGreenGroup("web", { ...base, router, connection: { host } });
      const job = new ImmutableService("job", { image: image(1), connection: { host } });
      Object.assign(made, { router, web, job });
      return {};
    });
    try {
      expect((await stack.up()).error).to.equal(undefined);
      const resources = await stateOf(stack);
      for (const [name, component] of Object.entries(made)) {
        const state = resources.find(({ urn, custom }) => !custom && urn.endsWith(`::${name}`));
        const outputs = Object.entries(component).filter(
          ([key, value]) => !key.startsWith("__") && key !== "urn" && pulumi.Output.isInstance(value),
        );
        expect(Object.keys(state?.outputs ?? {}), name).to.include.members(outputs.map(([key]) => key));
        expect(outputs, name).not.to.deep.equal([]);
      }
    } finally {
      stack.remove();
    }
  });
});
