import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { MemoryCloud, TestStack } from "../src/index";

const VOLUME = "docker:index/volume:Volume";

class Volume extends pulumi.CustomResource {
  constructor(name: string, options: pulumi.CustomResourceOptions, args: Record<string, string> = {}) {
    super(VOLUME, name, args, options);
  }
}

/** A stack on a platform that has one volume already. */
async function stackBesideVolume(program: (id: string) => void) {
  const cloud = new MemoryCloud();
  const { providers } = cloud;
  const other = new TestStack({ program: () => void new Volume("there", {}), providers, project: "other" });
  await other.up();
  const { id } = cloud.store.list(VOLUME)[0]!;
  return { cloud, stack: new TestStack({ program: () => program(id), providers }) };
}

const pending = async (stack: TestStack) =>
  ((await stack.state()).pending_operations ?? []).map(
    ({ type, resource: { id, importID } }) => `${type} ${importID ?? id}`,
  );

describe("a run that is killed", () => {
  for (const when of ["before", "after"] as const) {
    it(`${when} an import notes it, and the next one does it again`, async () => {
      const { cloud, stack } = await stackBesideVolume(
        (id) => void new Volume("a", { import: id }, { name: id }),
      );
      const { id } = cloud.store.list(VOLUME)[0]!;
      const crashed = await stack.up({ crash: { op: "import", name: "a", when } });
      expect(crashed.error).to.contain(`crashed ${when} import a`);
      expect(await pending(stack)).to.deep.equal([`importing ${id}`]);
      const next = await stack.up();
      expect(next.error).to.equal(undefined);
      expect(next.lines).to.deep.equal(["import a"]);
      expect(await pending(stack)).to.deep.equal([]);
      expect(cloud.store.list(VOLUME)).to.have.length(1);
    });

    it(`${when} a read notes it, and the next one does it again`, async () => {
      const { cloud, stack } = await stackBesideVolume((id) => void new Volume("a", { id }));
      const { id } = cloud.store.list(VOLUME)[0]!;
      const crashed = await stack.up({ crash: { op: "read", name: "a", when } });
      expect(crashed.error).to.contain(`crashed ${when} read a`);
      expect(await pending(stack)).to.deep.equal([`reading ${id}`]);
      const next = await stack.up();
      expect(next.error).to.equal(undefined);
      expect(next.lines).to.deep.equal(["read a"]);
      expect(await pending(stack)).to.deep.equal([]);
    });

    it(`${when} a refresh leaves the state as it was, and the next one finds what changed`, async () => {
      const cloud = new MemoryCloud();
      const program = () => void new Volume("a", {});
      const stack = new TestStack({ program, providers: cloud.providers });
      await stack.up();
      const before = (await stack.state()).resources;
      cloud.store.remove(VOLUME, cloud.store.list(VOLUME)[0]!.id);
      const crashed = await stack.refresh({ crash: { op: "refresh", name: "a", when } });
      expect(crashed.error).to.contain(`crashed ${when} refresh a`);
      expect((await stack.state()).resources).to.deep.equal(before);
      expect(await pending(stack)).to.deep.equal([]);
      expect((await stack.refresh()).changeSummary).to.include({ delete: 1 });
      expect((await stack.up()).lines).to.deep.equal(["create a"]);
    });
  }
});
