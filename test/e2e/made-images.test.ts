import { expect } from "chai";
import { nodeImage, requireDocker, type TestDocker } from "../setup";
import { imageNames, removeMadeImages } from "../setup/images/made-images";

describe("the images that tests leave on somebody's own daemon", function () {
  this.timeout(120_000);
  let docker: TestDocker;
  const own = ["anew/was-there", "somebodys/own"];
  const made = "anew/e2e-left-behind";

  before(async function () {
    docker = await requireDocker(this);
    const base = docker.client.getImage(await nodeImage(docker.host));
    for (const repo of own) await base.tag({ repo, tag: "1" });
  });

  after(async () => {
    for (const name of [...own, made]) {
      await docker?.client
        .getImage(`${name}:1`)
        .remove()
        .catch(() => undefined);
    }
  });

  it("are removed, and what was there before or is nobody of theirs stays", async () => {
    const before = await imageNames(docker.host);
    const base = docker.client.getImage(`${own[0]}:1`);
    await base.tag({ repo: made, tag: "1" });
    await base.tag({ repo: "somebodys/other", tag: "1" });
    await removeMadeImages(docker.host, before);
    const after = await imageNames(docker.host);
    expect([...after].filter((name) => !before.has(name))).to.deep.equal(["somebodys/other:1"]);
    expect([...before].filter((name) => !after.has(name))).to.deep.equal([]);
    await docker.client.getImage("somebodys/other:1").remove();
  });
});
