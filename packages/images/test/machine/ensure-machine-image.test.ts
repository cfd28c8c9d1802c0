import { expect } from "chai";
import { ContextChanged } from "../../src/context/staged-context";
import { machineContentHash } from "../../src/index";
import {
  ensureMachineImage,
  type MachineImageRequest,
  type Workers,
} from "../../src/machine/ensure-machine-image";
import type { MachineImageStore, StoredImage } from "../../src/machine/store/store";
import { folderWith, removeFolders, writeFiles } from "../support/files";

const image = (
  id: string,
  state: StoredImage["state"] = "available",
  createdAt = "2026-01-01",
): StoredImage => ({
  id,
  state,
  createdAt,
});

describe("Ensuring a machine image", () => {
  let said: string[];
  let warned: string[];
  let builds: number;
  let machines: string[];
  /** What the look-ups find, one after the other; the last one stays. */
  let looks: StoredImage[][];

  beforeEach(() => {
    [said, warned, machines, looks, builds] = [[], [], [], [[]], 0];
  });
  afterEach(removeFolders);

  const store: MachineImageStore = {
    place: "eu-west-1",
    tagged: async () => (looks.length > 1 ? (looks.shift() ?? []) : (looks[0] ?? [])),
    image: async () => undefined,
    machines: async () => machines,
    removalCommand: (ids) => `remove ${ids.join(" ")}`,
  };
  const workers = (build: Workers["build"] = async () => ["eu-west-1:ami-new"]): Workers => ({
    open: async () => store,
    build: (request) => {
      builds += 1;
      return build(request);
    },
    everyMs: 1,
    tagsMs: 50,
  });

  function request(more: Partial<MachineImageRequest> = {}): MachineImageRequest {
    const context = folderWith({ "web.pkr.hcl": "" });
    return {
      name: "web",
      context,
      contentHash: machineContentHash({ context }),
      connection: {},
      secretVariables: {},
      timeoutMs: 10_000,
      report: (message) => void said.push(message),
      warn: (message) => void warned.push(message),
      ...more,
    };
  }
  const failureOf = (ensured: Promise<unknown>) =>
    ensured.then(
      () => expect.fail("nothing was wrong"),
      (error: Error) => error.message,
    );

  it("takes the oldest that is there, and builds nothing", async () => {
    looks = [
      [image("ami-2", "available", "2026-01-02"), image("ami-1"), image("ami-0", "failed", "2025-01-01")],
    ];
    const ensured = await ensureMachineImage(request(), workers());
    expect(ensured).to.deep.equal({ imageId: "ami-1", place: "eu-west-1", reused: true });
    expect(builds).to.equal(0);
  });

  it("waits for one that another build is making, and says so", async () => {
    const pending = [image("ami-1", "pending")];
    looks = [pending, pending, [image("ami-1")]];
    const ensured = await ensureMachineImage(request(), workers());
    expect(ensured).to.deep.include({ imageId: "ami-1", reused: true });
    expect(said).to.deep.equal(Array(2).fill("waiting for ami-1, which another build is making"));
    expect(builds).to.equal(0);
  });

  it("builds when the one that was being made has failed, and says what can go", async () => {
    looks = [
      [image("ami-1", "pending")],
      [image("ami-1", "failed")],
      [image("ami-1", "failed"), image("ami-new")],
    ];
    const ensured = await ensureMachineImage(request(), workers());
    expect(ensured).to.deep.include({ imageId: "ami-new", reused: false });
    expect(warned).to.deep.equal([
      "ami-1 has this content but has failed: it does not count, and can be deregistered",
    ]);
  });

  it("does not wait without end", async () => {
    looks = [[image("ami-1", "pending")]];
    expect(await failureOf(ensureMachineImage(request({ timeoutMs: 5 }), workers()))).to.equal(
      'timeout: got "ami-1, which is pending", expected an image that is available within 5 milliseconds; see what its build does, or deregister it; then run the update again',
    );
    expect(builds).to.equal(0);
  });

  it("waits until the tags of a new image are seen", async () => {
    looks = [[], [], [image("ami-new", "pending")], [image("ami-new")]];
    expect(await ensureMachineImage(request(), workers())).to.deep.include({
      imageId: "ami-new",
      reused: false,
    });
  });

  it("refuses an image without the tag, or in another region, after it has given the tag some time", async () => {
    const untagged = await failureOf(ensureMachineImage(request(), workers()));
    expect(untagged).to.contain(
      'template: got "., which made eu-west-1:ami-new", expected an image with the tag',
    );
    const elsewhere = workers(async () => ["us-east-1:ami-new"]);
    expect(await failureOf(ensureMachineImage(request(), elsewhere))).to.equal(
      'connection.region: got "eu-west-1", expected the region where the template builds: it made us-east-1:ami-new; give the same region to both, or leave it out of the template',
    );
  });

  it("takes the image that somebody else has built meanwhile, when its own build fails", async () => {
    looks = [[], [image("ami-theirs")]];
    const failing = workers(async () => {
      throw new Error("the name is taken");
    });
    expect(await ensureMachineImage(request(), failing)).to.deep.include({
      imageId: "ami-theirs",
      reused: true,
    });
    looks = [[]];
    expect(await failureOf(ensureMachineImage(request(), failing))).to.equal("the name is taken");
  });

  it("agrees with a build that has been as quick: the oldest counts", async () => {
    looks = [
      [],
      [image("ami-new", "available", "2026-01-02"), image("ami-theirs", "available", "2026-01-01")],
    ];
    expect((await ensureMachineImage(request(), workers())).imageId).to.equal("ami-theirs");
  });

  it("lets two of one program take turns: the second finds what the first has built", async () => {
    const one = request();
    let made: StoredImage[] = [];
    const both: Workers = {
      ...workers(async () => {
        made = [image("ami-new")];
        return [];
      }),
      open: async () => ({ ...store, tagged: async () => made }),
    };
    const ensured = await Promise.all([ensureMachineImage(one, both), ensureMachineImage(one, both)]);
    expect(ensured.map(({ reused }) => reused)).to.deep.equal([false, true]);
    expect(builds).to.equal(1);
  });

  it("tells of machines that another build of the same image runs on or has left", async () => {
    machines = ["i-1", "i-2"];
    looks = [[], [image("ami-new")]];
    await ensureMachineImage(request(), workers());
    expect(warned).to.deep.equal([
      "i-1, i-2: a machine of another build of this image, which goes on or was killed; if it was killed: remove i-1 i-2",
    ]);
  });

  it("builds nothing when the cloud can't be asked: nobody could find the image then", async () => {
    const refusing: Workers = {
      ...workers(),
      open: async () => ({ ...store, tagged: async () => Promise.reject(new Error("expired")) }),
    };
    expect(await failureOf(ensureMachineImage(request(), refusing))).to.equal("expired");
    const unreachable: Workers = { ...workers(), open: async () => Promise.reject(new Error("no region")) };
    expect(await failureOf(ensureMachineImage(request(), unreachable))).to.equal("no region");
    expect(builds).to.equal(0);
  });

  it("builds nothing when the files are no longer what the program hashed", async () => {
    const changed = request();
    writeFiles(changed.context, { "web.pkr.hcl": "# changed\n" });
    expect(await failureOf(ensureMachineImage(changed, workers()))).to.contain(
      "expected files that stay as they are during an update",
    );
    expect(builds).to.equal(0);
    const meanwhile = workers(async () => {
      throw new ContextChanged("changed");
    });
    expect(await failureOf(ensureMachineImage(request(), meanwhile))).to.contain(
      "exclude what changes by itself",
    );
  });
});
