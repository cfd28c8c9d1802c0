import { expect } from "chai";
import { requireDocker, waitFor } from "../setup";
import type { Program } from "./support/programs";
import { TestStack } from "./support/stack";
import { expectSuccess } from "./support/steps";
import { ask } from "./support/traffic";

describe("two updates at once", function () {
  this.timeout(300_000);
  let stack: TestStack;

  /** @param healthyAfter milliseconds: how long its update lasts at least */
  const group = (version: string, path: string, healthyAfter = 0) => ({
    args: {
      env: { VERSION: version, HEALTHY_AFTER: String(healthyAfter) },
      healthCheck: { path: "/healthz", timeout: "60 seconds" as const },
      listen: { port: stack.port, path },
    },
  });
  /** The second update has to begin before the first one ends, on a machine that may be busy. */
  const LONG = 15_000;

  before(async function () {
    stack = await TestStack.create(await requireDocker(this));
  });

  after(() => stack?.remove());

  it("of one stack: the second is refused because of the first, which goes on", async () => {
    const program = (version: string): Program => ({ groups: { web: group(version, "/", LONG) } });
    expectSuccess(await stack.up({ groups: { web: group("1", "/") } }));
    const lines: string[] = [];
    const first = stack.start("up", program("2"), { onLine: (line) => lines.push(line) });
    const creating = await waitFor(
      () => lines.some((line) => /Container web-\w+-0 creating/.test(line)),
      40_000,
    );
    expect(creating, lines.join("\n")).to.equal(true);
    const second = await stack.up(program("2"));
    expect(second.exitCode).not.to.equal(0);
    expect(second.error).to.match(/locked/);
    expectSuccess(await first.result);
    expect((await ask(stack.url)).version).to.equal("2");
  });

  it("of two groups on one router: each gets its own traffic", async () => {
    const program = (version: string): Program => ({
      groups: { web: group("2", "/", LONG), left: group(version, "/left"), right: group(version, "/right") },
    });
    for (const version of ["1", "2"]) {
      expectSuccess(await stack.up(program(version)));
      expect((await ask(`${stack.url}left`)).version).to.equal(version);
      expect((await ask(`${stack.url}right`)).version).to.equal(version);
      expect((await ask(stack.url)).version).to.equal("2");
    }
  });
});
