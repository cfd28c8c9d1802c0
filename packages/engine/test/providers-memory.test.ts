import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { PartialFailure } from "../src/partial-failure";
import { DOCKER_TYPES } from "../src/providers/memory/docker-types";
import { MemoryFaults } from "../src/providers/memory/memory-faults";
import { MemoryProvider } from "../src/providers/memory/memory-provider";
import { MemoryStore } from "../src/providers/memory/memory-store";
import { anything, boolean, string } from "../src/providers/schema/property-schema";
import type { PropertyMap } from "../src/values";

const TYPE = "docker:index/container:Container";
const call = (name = "web") => ({ type: TYPE, urn: `urn:pulumi:dev::proj::${TYPE}::${name}` });

async function create(provider: MemoryProvider, news: PropertyMap, name?: string) {
  const { inputs } = await provider.check({ ...call(name), news, randomSeed: Buffer.from(name ?? "web") });
  return { inputs, ...(await provider.create({ ...call(name), news: inputs, preview: false })) };
}

const update = { ignoreChanges: [], preview: false };

async function messageOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "no error",
    (error: Error) => error.message,
  );
}

describe("a provider in memory", () => {
  it("makes objects as its table says, and keeps them in the store", async () => {
    const provider = new MemoryProvider({ types: DOCKER_TYPES });
    const { id, outputs } = await create(provider, { image: "x", networksAdvanced: [{ name: "net" }] });
    expect(id).to.match(/^[0-9a-f]{64}$/);
    expect(outputs).to.include({ image: "x", hostname: id.slice(0, 12), restart: "no", runtime: "runc" });
    expect((outputs.networkDatas as PropertyMap[]).map((data) => data.networkName)).to.deep.equal(["net"]);
    expect(provider.store.list(TYPE).map((object) => object.id)).to.deep.equal([id]);
  });

  it("updates and deletes them; one that is gone deletes well, and reads as gone", async () => {
    const provider = new MemoryProvider({ types: DOCKER_TYPES });
    const made = await create(provider, { image: "x" });
    const at = { ...call(), id: made.id, oldInputs: made.inputs, oldOutputs: made.outputs, ...update };
    const { outputs } = await provider.update({ ...at, news: { ...made.inputs, restart: "always" } });
    expect([outputs.restart, outputs.hostname]).to.deep.equal(["always", made.outputs.hostname]);
    expect(provider.store.get(TYPE, made.id)?.outputs.restart).to.equal("always");
    await provider.delete({ ...at, outputs });
    await provider.delete({ ...at, outputs });
    expect(await provider.read({ ...at, inputs: made.inputs, outputs })).to.deep.equal({ outputs: {} });
  });

  it("sees what was changed behind the engine's back", async () => {
    const provider = new MemoryProvider({ types: DOCKER_TYPES });
    const { id, inputs, outputs } = await create(provider, { image: "x" });
    provider.store.change(TYPE, id, { restart: "always" });
    const seen = await provider.read({ ...call(), id, inputs, outputs });
    expect(seen.outputs.restart).to.equal("always");
    expect(seen.inputs).to.include({ restart: "always", image: "x" });
    expect(seen.inputs?.__defaults).to.not.include("restart");
  });

  it("refuses a second object of one name, as Docker does", async () => {
    const provider = new MemoryProvider({ types: DOCKER_TYPES });
    await create(provider, { image: "x", name: "one" });
    expect(await messageOf(create(provider, { image: "x", name: "one" }, "other"))).to.include(
      'Conflict. The container name "/one" is already in use',
    );
  });

  it("fails at the n-th call that is meant, and works otherwise", async () => {
    const faults = new MemoryFaults().add(
      { operation: "create", nth: 2 },
      { kind: "fail", message: "disk full" },
    );
    const provider = new MemoryProvider({ types: DOCKER_TYPES, faults });
    await create(provider, { image: "x" }, "a");
    expect(await messageOf(create(provider, { image: "x" }, "b"))).to.equal("disk full");
    await create(provider, { image: "x" }, "c");
    expect(provider.store.list(TYPE)).to.have.length(2);
  });

  it("loses an answer: the object is there and nobody knows it", async () => {
    const faults = new MemoryFaults().add(
      { operation: "create", name: "web" },
      { kind: "lost", message: "cut" },
    );
    const provider = new MemoryProvider({ types: DOCKER_TYPES, faults });
    expect(await messageOf(create(provider, { image: "x" }))).to.equal("cut");
    expect(provider.store.list(TYPE)).to.have.length(1);
  });

  it("returns partial state", async () => {
    const faults = new MemoryFaults().add({ operation: "create" }, { kind: "partial", message: "unhealthy" });
    const provider = new MemoryProvider({ types: DOCKER_TYPES, faults });
    const error = await create(provider, { image: "x" }).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(PartialFailure);
    const { id, outputs, reasons } = error as PartialFailure;
    expect([reasons, outputs.image]).to.deep.equal([["unhealthy"], "x"]);
    expect(provider.store.get(TYPE, id)).to.not.equal(undefined);
  });

  it("is slow on the test's clock", async () => {
    const slept: number[] = [];
    const clock = { now: () => 0, sleep: async (ms: number) => void slept.push(ms) };
    const faults = new MemoryFaults().add({ operation: "create", type: TYPE }, { kind: "slow", ms: 90_000 });
    await create(new MemoryProvider({ types: DOCKER_TYPES, faults, clock }), { image: "x" });
    expect(slept).to.deep.equal([90_000]);
  });

  it("keeps its objects in a file, for a later process", async () => {
    const folder = mkdtempSync(join(tmpdir(), "anew-store-"));
    try {
      const file = join(folder, "store.json");
      const { id } = await create(new MemoryProvider({ types: DOCKER_TYPES, store: new MemoryStore(file) }), {
        image: "x",
      });
      const later = new MemoryStore(file);
      expect(later.get(TYPE, id)?.outputs.image).to.equal("x");
      expect(later.next()).to.equal(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("plays types of other packages from a table of their own", async () => {
    const deployment = "kubernetes:apps/v1:Deployment";
    const provider = new MemoryProvider({
      types: [
        {
          schema: {
            type: deployment,
            properties: {
              metadata: anything({ forceNew: true }),
              spec: anything({ required: true }),
              paused: boolean({ default: false }),
              uid: string({ computed: true, outputOnly: true }),
            },
          },
        },
      ],
    });
    const at = { type: deployment, urn: `urn:pulumi:dev::proj::${deployment}::web` };
    const news = { spec: { replicas: 1, template: { labels: { app: "web" } } } };
    const { inputs } = await provider.check({ ...at, news, randomSeed: Buffer.from("s") });
    const { id, outputs } = await provider.create({ ...at, news: inputs, preview: false });
    expect([id, outputs.uid]).to.deep.equal(["Deployment-1", "uid-of-Deployment-1"]);
    const changed = { spec: { replicas: 2, template: { labels: { app: "web" } } } };
    const diff = { ...at, id, oldInputs: inputs, oldOutputs: outputs, ignoreChanges: [] };
    expect((await provider.diff({ ...diff, news: changed })).detailedDiff).to.deep.equal({
      "spec.replicas": { kind: "update", inputDiff: false },
    });
    const renamed = { ...news, metadata: { name: "other" } };
    expect((await provider.diff({ ...diff, news: renamed })).replaces).to.deep.equal(["metadata"]);
  });
});
