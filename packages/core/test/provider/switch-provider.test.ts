import { expect } from "chai";
import type { History } from "../../src/history/history";
import { type SwitchOutputs, switchProvider } from "../../src/provider/switch-provider";
import { VirtualClock } from "../swap/virtual-clock";
import { FakePlatform, Said, switchInputs } from "./fake-platform";

function setUp(live: Record<string, number>, healthy: readonly string[]) {
  const platform = new FakePlatform();
  platform.router.moveByHand(live);
  for (const generation of healthy) {
    platform.router.healthy.add(generation);
    platform.running.add(generation);
  }
  const clock = new VirtualClock();
  const said = new Said();
  return {
    platform,
    clock,
    said,
    provider: switchProvider(platform, { clock, progress: () => said, commit: async () => undefined }),
  };
}

const entry = (id: string) => ({
  id,
  spec: {} as never,
  shape: [],
  image: `image-${id}`,
  identity: { name: id },
  releasedAt: "2026-01-01T00:00:00.000Z",
});
const history = (...ids: string[]): History => ({ released: ids.map(entry), log: [] });
const olds = (target: string, others: string[], past: History): SwitchOutputs => ({
  ...switchInputs(target, others),
  history: past,
});
const ids = (outs: { history: History }) => outs.history.released.map((one) => one.id);

async function ended<T>(clock: VirtualClock, work: Promise<T> | undefined): Promise<T> {
  const outcome = await clock.run(work as Promise<T>);
  if (outcome === "stuck" || "error" in outcome) {
    throw outcome === "stuck" ? new Error("stuck") : outcome.error;
  }
  return outcome.value;
}

async function failed(
  clock: VirtualClock,
  work: Promise<unknown> | undefined,
): Promise<Error & { properties?: object }> {
  const outcome = await clock.run(work as Promise<unknown>);
  expect(outcome).to.have.property("error");
  return (outcome as { error: Error }).error;
}

describe("switch", () => {
  it("records the first release", async () => {
    const { platform, clock, provider } = setUp({}, ["a"]);
    const { outs } = await ended(clock, provider.create(switchInputs("a", [])));
    expect(ids(outs)).to.deep.equal(["a"]);
    expect(platform.router.live).to.deep.equal({ a: 100 });
  });

  it("puts a release in front of what is still declared", async () => {
    const { clock, provider } = setUp({ a: 100 }, ["a", "b", "c"]);
    const result = await ended(
      clock,
      provider.update?.("id", olds("a", ["b"], history("a", "b")), switchInputs("c", ["a"])),
    );
    expect(ids(result?.outs)).to.deep.equal(["c", "a"]);
    expect(result?.outs.history.log[0]).to.deep.include({ id: "c", outcome: "released" });
  });

  it("rolls back to a retained generation and keeps its entry as it was", async () => {
    const { clock, provider } = setUp({ a: 100 }, ["a", "b"]);
    const result = await ended(
      clock,
      provider.update?.("id", olds("a", ["b"], history("a", "b")), switchInputs("b", ["a"])),
    );
    expect(ids(result?.outs)).to.deep.equal(["b", "a"]);
    expect(result?.outs.history.released[0]).to.deep.equal(entry("b"));
    expect(result?.outs.history.log[0]).to.deep.include({ id: "b", outcome: "rolled back" });
  });

  it("refuses a rollback beforehand when the image is gone, and shifts nothing", async () => {
    const { platform, clock, provider } = setUp({ a: 100 }, ["a", "b"]);
    platform.missingImages.add("image-b");
    const error = await failed(
      clock,
      provider.update?.("id", olds("a", ["b"], history("a", "b")), switchInputs("b", ["a"])),
    );
    expect(error.message).to.contain("no such manifest");
    expect(platform.router.live).to.deep.equal({ a: 100 });
  });

  it("rolls back with a warning when the registry can't be asked", async () => {
    const { platform, clock, said, provider } = setUp({ a: 100 }, ["a", "b"]);
    platform.registryDown = true;
    await ended(
      clock,
      provider.update?.("id", olds("a", ["b"], history("a", "b")), switchInputs("b", ["a"])),
    );
    expect(platform.router.live).to.deep.equal({ b: 100 });
    expect(said.warnings.join()).to.contain("connection refused");
  });

  it("stops retained generations that stand by cold, after they are drained, and starts one again to roll back", async () => {
    const { platform, clock, provider } = setUp({ a: 100 }, ["a", "b"]);
    const cold = { standby: "cold" as const };
    const released = await ended(
      clock,
      provider.update?.("id", olds("a", [], history("a")), switchInputs("b", ["a"], cold)),
    );
    expect(platform.calls).to.include.members(["leave a", "stop a"]);
    platform.calls.length = 0;
    await ended(clock, provider.update?.("id", released?.outs, switchInputs("a", ["b"], cold)));
    expect(platform.calls[0]).to.equal("join a");
    expect(platform.calls).to.include.members(["start a", "stop b"]);
    expect(platform.router.live).to.deep.equal({ a: 100 });
  });

  it("records nothing when the new generation is not healthy", async () => {
    const { platform, clock, provider } = setUp({ a: 100 }, ["a"]);
    platform.running.add("b");
    const error = await failed(
      clock,
      provider.update?.("id", olds("a", [], history("a")), switchInputs("b", ["a"])),
    );
    expect(error.message).to.contain("exit code 1");
    expect(error).not.to.have.property("properties");
    expect(platform.router.live).to.deep.equal({ a: 100 });
  });

  it("keeps the previous history and asks to run again when it can't tell where the traffic is", async () => {
    const { platform, clock, provider } = setUp({ a: 100 }, ["a", "b"]);
    let shifts = 0;
    const shift = platform.router.shift.bind(platform.router);
    platform.router.shift = async (split) => {
      shifts += 1;
      await shift(split);
      platform.router.read = async () => {
        throw new Error("connection lost");
      };
    };
    const error = await failed(
      clock,
      provider.update?.("id", olds("a", [], history("a")), switchInputs("b", ["a"])),
    );
    expect(shifts).to.be.greaterThan(0);
    expect(error).to.have.property("id", "id");
    expect(ids(error.properties as { history: History })).to.deep.equal(["a"]);
  });

  it("shows a live split that is not what was released, and puts it right", async () => {
    const { platform, clock, provider } = setUp({ a: 100 }, ["a", "b"]);
    const state = olds("a", ["b"], history("a", "b"));
    const inputs = switchInputs("a", ["b"]);
    expect(await ended(clock, provider.diff?.("id", state, inputs))).to.deep.equal({ changes: false });
    platform.router.moveByHand({ b: 100 });
    expect(await ended(clock, provider.diff?.("id", state, inputs))).to.deep.equal({ changes: true });
    const result = await ended(clock, provider.update?.("id", state, inputs));
    expect(platform.router.live).to.deep.equal({ a: 100 });
    expect(ids(result?.outs)).to.deep.equal(["a", "b"]);
  });

  it("shows a live generation that was stopped, and starts it again", async () => {
    const { platform, clock, provider } = setUp({ a: 100 }, ["a"]);
    platform.running.delete("a");
    platform.router.healthy.delete("a");
    const state = olds("a", [], history("a"));
    expect(await ended(clock, provider.diff?.("id", state, switchInputs("a", [])))).to.deep.equal({
      changes: true,
    });
    await ended(clock, provider.update?.("id", state, switchInputs("a", [])));
    expect(platform.calls).to.include("start a");
  });

  it("compares with the state and warns where the platform can't be reached; an update fails there", async () => {
    const { platform, clock, said, provider } = setUp({ a: 100 }, ["a"]);
    platform.unreachable = true;
    const state = olds("a", [], history("a"));
    expect(await ended(clock, provider.diff?.("id", state, switchInputs("a", [])))).to.deep.equal({
      changes: false,
    });
    expect(said.warnings.join()).to.contain("compared with the state only");
    expect(
      (await failed(clock, provider.update?.("id", state, switchInputs("b", ["a"])))).message,
    ).to.contain("reached");
  });

  it("has something to do where the router is down, so that an update does not pass over it", async () => {
    const { platform, clock, said, provider } = setUp({ a: 100 }, ["a"]);
    platform.routerDown = true;
    const state = olds("a", [], history("a"));
    const diff = await ended(clock, provider.diff?.("id", state, switchInputs("a", [])));
    expect(diff).to.deep.equal({ changes: true });
    expect(said.warnings.join()).to.contain("the router does not run");
    const update = provider.update?.("id", state, switchInputs("a", []));
    expect((await failed(clock, update)).message).to.contain("the router does not run");
  });

  it("does nothing about another connection, line or list of known ids", async () => {
    const { clock, provider } = setUp({ a: 100 }, ["a"]);
    const news = switchInputs("a", [], {
      connection: { host: "tcp://elsewhere" },
      resourceUrn: "urn:other",
      known: { ids: ["x"], generations: [] },
    });
    expect(await ended(clock, provider.diff?.("id", olds("a", [], history("a")), news))).to.deep.equal({
      changes: false,
    });
  });

  it("removes what a cut-off update left, after the commit, and says so", async () => {
    const { platform, clock, said, provider } = setUp({ a: 100 }, ["a", "b"]);
    platform.orphans = [
      { id: "known", description: "container known" },
      { id: "lost", description: "container lost of generation b" },
    ];
    await ended(
      clock,
      provider.update?.(
        "id",
        olds("a", [], history("a")),
        switchInputs("b", ["a"], { known: { ids: ["known"], generations: [] } }),
      ),
    );
    expect(platform.calls.filter((call) => call.startsWith("remove"))).to.deep.equal(["remove lost"]);
    expect(said.infos.join()).to.contain("container lost of generation b");
  });

  it("drains an orphan that the router knows before it is removed, at most as long as any other", async () => {
    for (const [answeredAfter, warned] of [
      [1_000, false],
      [60_000, true],
    ] as const) {
      const { platform, clock, said, provider } = setUp({ a: 100 }, ["a", "b"]);
      platform.orphans = [
        { id: "place", description: "the place of x", attachedAs: "x" },
        { id: "container", description: "container x-0", attachedAs: "x" },
        { id: "volume", description: "volume v" },
      ];
      platform.inFlight.set("x", 2);
      const removedAt: number[] = [];
      void clock.sleep(answeredAfter).then(() => platform.inFlight.set("x", 0));
      const push = platform.calls.push.bind(platform.calls);
      platform.calls.push = (call) => {
        if (call.startsWith("remove")) removedAt.push(clock.now());
        return push(call);
      };
      await ended(clock, provider.update?.("id", olds("a", [], history("a")), switchInputs("b", ["a"])));
      expect(platform.calls.filter((call) => call.startsWith("remove"))).to.deep.equal([
        "remove place",
        "remove container",
        "remove volume",
      ]);
      expect(removedAt).to.deep.equal(Array(3).fill(warned ? 5_000 : 1_000));
      expect(said.warnings.some((text) => text.includes("2 requests of x are cut off"))).to.equal(warned);
    }
  });

  it("leaves and reports an orphan to which the router sends traffic", async () => {
    const { platform, clock, said, provider } = setUp({ a: 100 }, ["a", "b"]);
    platform.orphans = [
      { id: "container", description: "container x-0", attachedAs: "b" },
      { id: "volume", description: "volume v" },
    ];
    await ended(clock, provider.update?.("id", olds("a", [], history("a")), switchInputs("b", ["a"])));
    expect(platform.calls.filter((call) => call.startsWith("remove"))).to.deep.equal(["remove volume"]);
    expect(said.warnings).to.deep.equal(["left, because the router sends it traffic: container x-0"]);
  });

  it("stops the traffic first when it is deleted", async () => {
    const { platform, clock, provider } = setUp({ a: 100 }, ["a"]);
    await ended(clock, provider.delete?.("id", olds("a", [], history("a"))));
    expect(platform.router.live).to.deep.equal({});
  });

  it("records a pin, keeps it through later updates, and drops it when it is taken away", async () => {
    const { clock, provider } = setUp({ a: 100 }, ["a", "b"]);
    const pinned = await ended(
      clock,
      provider.update?.("id", olds("a", ["b"], history("a", "b")), switchInputs("b", ["a"], { pinned: "b" })),
    );
    expect(pinned?.outs.history.pinned).to.equal("b");
    const free = await ended(clock, provider.update?.("id", pinned?.outs, switchInputs("b", ["a"])));
    expect(free?.outs.history).not.to.have.property("pinned");
  });

  it("asks a group's own proofs about a new generation, and about none that goes back", async () => {
    const { platform, clock, provider } = setUp({ a: 100 }, ["a", "b"]);
    platform.proofs = true;
    await ended(clock, provider.update?.("id", olds("a", [], history("a")), switchInputs("b", ["a"])));
    expect(platform.calls.filter((call) => call.includes("switch"))).to.deep.equal([
      "before switch b",
      "after switch b",
    ]);
    platform.calls.length = 0;
    await ended(
      clock,
      provider.update?.("id", olds("b", ["a"], history("b", "a")), switchInputs("a", ["b"])),
    );
    expect(platform.router.live).to.deep.equal({ a: 100 });
    expect(platform.calls.filter((call) => call.includes("switch"))).to.deep.equal([]);
  });
});
