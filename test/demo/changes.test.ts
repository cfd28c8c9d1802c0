import { expect } from "chai";
import { builtImages, changesOf, isSwitch } from "./changes";

const urn = (types: string, name: string): string => `urn:pulumi:demo::docker-blue-green::${types}::${name}`;
const image = (name: string): string => urn("anew:images:ImageBuild$pulumi-nodejs:dynamic/anew:Image", name);
const web = urn("anew:docker:BlueGreenGroup$pulumi-nodejs:dynamic/anew:Switch", "web-switch");
const container = urn("anew:docker:BlueGreenGroup$docker:index/container:Container", "web-0");

const state = (...images: readonly { name: string; reused: boolean }[]): unknown => ({
  deployment: {
    resources: images.map(({ name, reused }) => ({
      urn: image(name),
      outputs: { reused, reference: `sha256:${name}` },
    })),
  },
});

describe("the demo's count of changes", () => {
  it("counts an image as built when it was not there before, and only in the update that built it", () => {
    const deployment = state({ name: "a", reused: false }, { name: "b", reused: true });
    const steps = [
      { op: "create", urn: image("a") },
      { op: "create", urn: image("b") },
    ];
    expect(changesOf(steps, deployment)).to.include({ builds: 1, created: 2 });
    expect(builtImages(steps, deployment)).to.deep.equal(["sha256:a"]);
    expect(changesOf([{ op: "same", urn: image("a") }], deployment)).to.include({ builds: 0, created: 0 });
  });

  it("lists what is modified in place, without Pulumi's own bookkeeping, and knows the switch", () => {
    const steps = [
      { op: "update", urn: urn("pulumi:providers:pulumi-nodejs", "default") },
      { op: "update", urn: web },
      { op: "update", urn: container },
    ];
    expect(changesOf(steps, state()).updatedInPlace).to.deep.equal([web, container]);
    expect([web, container].map(isSwitch)).to.deep.equal([true, false]);
  });

  it("counts a replacement once", () => {
    const steps = ["create-replacement", "replace", "delete-replaced"].map((op) => ({ op, urn: container }));
    expect(changesOf(steps, state())).to.include({ replaced: 1, created: 0, deleted: 0 });
  });
});
