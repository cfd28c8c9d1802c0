import { join } from "node:path";
import { expect } from "chai";
import { anewFolder, requireDocker, root, run } from "../setup";

/** The last line of `demo --json`, as the README gives it. */
interface DemoOutput {
  readonly engine: string;
  readonly releases: readonly {
    readonly name: string;
    readonly requests: number;
    readonly failedRequests: number;
    readonly builds: number;
    readonly created: number;
    readonly replaced: number;
    readonly updatedInPlace: readonly string[];
    readonly servedBy: string;
  }[];
  readonly leftovers: readonly string[];
}

describe("the demo", function () {
  this.timeout(8 * 60_000);

  it("runs through its releases without a failed request, and leaves nothing behind", async function () {
    const { host } = await requireDocker(this);
    const output = await demo([], { DOCKER_HOST: host });
    check(output);
    expect(output.engine).to.match(/^(pulumi 3\.|embedded$)/);
  });

  it("runs the same program without Docker when simulated, and says so on every line", async () => {
    const { lines } = await demo(["--simulated"], { DOCKER_HOST: `unix://${anewFolder()}/no.sock` });
    expect(lines.filter((line) => !line.startsWith("simulated: "))).to.deep.equal([]);
  });

  async function demo(
    args: readonly string[],
    env: NodeJS.ProcessEnv,
  ): Promise<DemoOutput & { readonly lines: readonly string[] }> {
    const tsx = join(root, "node_modules/.bin/tsx");
    const result = await run(tsx, [join(root, "test/demo/main.ts"), "--json", "--no-build", ...args], {
      env: { ...process.env, ...env },
      timeout: 7 * 60_000,
    });
    const lines = result.stderr.trimEnd().split("\n");
    expect(result.exitCode, lines.slice(-30).join("\n")).to.equal(0);
    return { ...(JSON.parse(result.stdout.trimEnd().split("\n").at(-1) ?? "") as DemoOutput), lines };
  }

  function check({ releases, leftovers }: DemoOutput): void {
    const by = Object.fromEntries(releases.map((release) => [release.name, release]));
    expect(Object.keys(by)).to.deep.equal(["v1", "v2", "rollback", "unhealthy", "config", "secret"]);
    for (const { name, requests, failedRequests, replaced } of releases) {
      expect(requests, name).to.be.greaterThan(100);
      expect({ name, failedRequests, replaced }).to.deep.equal({ name, failedRequests: 0, replaced: 0 });
    }
    expect(releases.map(({ builds }) => builds)).to.deep.equal([1, 1, 0, 1, 0, 0]);
    expect(releases.map(({ updatedInPlace }) => updatedInPlace.length)).to.deep.equal([0, 1, 1, 0, 1, 1]);
    expect(by.rollback?.created).to.equal(0);
    expect(by.rollback?.servedBy).to.equal(by.v1?.servedBy);
    expect(by.unhealthy?.servedBy).to.equal(by.v1?.servedBy);
    expect(new Set([by.v1, by.v2, by.config, by.secret].map((one) => one?.servedBy)).size).to.equal(4);
    expect(leftovers).to.deep.equal([]);
  }
});
