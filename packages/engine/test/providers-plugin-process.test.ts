import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { attachedPlugin } from "../src/providers/attached-plugin";
import { GrpcProvider } from "../src/providers/grpc-provider";
import { PluginProcess } from "../src/providers/plugin-process";

describe("a plugin's process", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "anew-plugin-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const start = (script: string) =>
    PluginProcess.start(
      { name: "the plugin x", command: "/bin/sh", args: ["-c", script], cwd: folder, env: process.env },
      () => {},
    );
  const failure = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => expect.fail("it should fail"),
      (error: Error) => error.message,
    );
  const pid = (file: string) => Number(readFileSync(join(folder, file), "utf8"));
  const isAlive = (id: number) => {
    try {
      return process.kill(id, 0);
    } catch {
      return false;
    }
  };

  it("is refused and ended when it prints something else than its port", async () => {
    const message = await failure(start("echo $$ > pid; echo hello; exec sleep 60"));
    expect(message).to.equal('the plugin x should print its port first, but printed "hello"');
    expect(isAlive(pid("pid"))).to.equal(false);
  });

  it("that ends before it is ready is told with its exit code and what it printed", async () => {
    const message = await failure(start("echo no licence >&2; exit 4"));
    expect(message)
      .to.contain("the plugin x ended before it was ready: exit code 4")
      .and.contain("no licence");
  });

  it("that ends is told with its last lines, although they come after its exit", async () => {
    const message = await failure(start("(sleep 0.3; echo last words >&2) & exit 4"));
    expect(message).to.contain("exit code 4").and.contain("last words");
  });

  it("that ends is told so, although something that it has left holds its outputs open", async () => {
    const message = await failure(start("sleep 60 & echo said >&2; exit 4"));
    expect(message).to.contain("exit code 4").and.contain("said");
  });

  it("ends with what it has started itself", async () => {
    const plugin = await start("(echo 4711; exec sleep 60) & echo $! > pid; wait");
    expect(plugin.address).to.equal("127.0.0.1:4711");
    await plugin.stop();
    while (isAlive(pid("pid"))) await new Promise((resolve) => setImmediate(resolve));
  });

  it("that ends instead of serving at its port is told as such", async () => {
    const plugin = await start("echo 1; echo crashed >&2; exit 7");
    const message = await failure(GrpcProvider.connect(plugin, "127.0.0.1:1"));
    expect(message).to.contain("the plugin x did not begin to serve: exit code 7").and.contain("crashed");
  });
});

describe("a plugin that runs already", () => {
  const environment = { PULUMI_DEBUG_PROVIDERS: "aws:12345,gcp:678,odd:x" };

  it("is found where the environment names its port", () => {
    expect(attachedPlugin("gcp", environment)?.address).to.equal("127.0.0.1:678");
    expect(attachedPlugin("azure", environment)).to.equal(undefined);
    expect(attachedPlugin("aws", {})).to.equal(undefined);
  });

  it("needs a port that is a number", () => {
    expect(() => attachedPlugin("odd", environment)).to.throw('expected a port for odd, got "x"');
  });
});
