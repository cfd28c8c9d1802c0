import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import {
  type Registry,
  requireDocker,
  requirePrivateDaemon,
  startPrivateDaemon,
  startRegistry,
  type TestDocker,
} from "../setup";
import type { Program } from "./support/programs";
import { routedServers } from "./support/router-view";
import { serviceImage } from "./support/service-image";
import { TestStack } from "./support/stack";
import { expectSuccess, stepsOf } from "./support/steps";
import { ask } from "./support/traffic";

describe("images that can't be had", function () {
  this.timeout(300_000);
  let docker: TestDocker;
  let registry: Registry;
  let stack: TestStack;

  const program = (version: string, image: string, more: Partial<Program> = {}): Program => ({
    groups: { web: { args: { image, env: { VERSION: version }, listen: { port: stack.port } } } },
    ...more,
  });

  before(async function () {
    docker = await requireDocker(this);
    registry = await startRegistry();
    stack = await TestStack.create(docker);
  });

  after(async () => {
    await stack?.remove();
    await registry?.stop();
  });

  it("refuse a rollback beforehand when the registry has lost the image, and nothing is shifted", async () => {
    const first = await registry.push(docker.host, await serviceImage(docker.host, "1"), "web");
    const second = await registry.push(docker.host, await serviceImage(docker.host, "2"), "web");
    expectSuccess(await stack.up(program("1", first)));
    expectSuccess(await stack.up(program("2", second)));
    const before = await routedServers(docker.client, await stack.router());
    const manifest = `http://${registry.address}/v2/web/manifests/${first.split("@")[1]}`;
    expect((await fetch(manifest, { method: "DELETE" })).status).to.equal(202);

    const result = await stack.up(program("1", first));
    expect(result.error).to.match(/no rollback to \w{8}: its image .* can't be had any more/);
    expect(result.error).to.contain("Nothing was shifted. Push the image again, or release");
    expect((await ask(stack.url)).version).to.equal("2");
    expect(await routedServers(docker.client, await stack.router())).to.deep.equal(before);
    expect(stepsOf(await stack.preview(program("2", second)))).to.deep.equal([]);
  });

  it("leave what serves alone when the disk is full for a build, and say so", async function () {
    requirePrivateDaemon(this);
    const full = await startPrivateDaemon({ dataSize: "64m" });
    try {
      const context = join(stack.folder, "app");
      mkdirSync(context);
      writeFileSync(join(context, "Dockerfile"), "FROM scratch\nCOPY content /\n");
      writeFileSync(join(context, "content"), randomBytes(80 * 1024 * 1024));
      const before = await stack.containers();
      const build = { context, connection: { host: full.host } };
      const { groups } = program("3", "", { build });
      const { image: _, ...args } = (groups as NonNullable<typeof groups>).web?.args ?? {};
      const result = await stack.up({ build, groups: { web: { args } } });
      expect(result.error).to.contain("no space left on device").and.to.contain("free disk space");
      expect(stepsOf(result).filter((step) => / (Container|Gate|Switch) /.test(step))).to.deep.equal([]);
      expect((await ask(stack.url)).version).to.equal("2");
      expect(await stack.containers()).to.deep.equal(before);
    } finally {
      await full.remove();
    }
  });
});
