import { expect } from "chai";
import { requireDocker, type TestDocker, waitFor } from "../setup";
import type { Program } from "./support/programs";
import { routedServers } from "./support/router-view";
import { TestStack } from "./support/stack";
import { expectSuccess, stepsOf } from "./support/steps";
import { ask, Traffic } from "./support/traffic";

/** A moment of a release at which something is killed. */
interface Phase {
  readonly name: string;
  /** Resolves when the release has come there. */
  reached(seen: Seen): Promise<boolean>;
  /** What makes it last long enough to be met on a busy machine. @default nothing: it lasts by itself */
  readonly settings?: object;
  /** A request that the old generation is still busy with when it is drained. */
  readonly slow?: true;
}

/** What can be seen of a release that runs. */
interface Seen {
  readonly lines: readonly string[];
  /** Live weights in the router, of the old and of the new generation. */
  weights(): Promise<{ readonly old: number; readonly new: number | undefined }>;
}

const line =
  (pattern: RegExp) =>
  async ({ lines }: Seen) =>
    lines.some((one) => pattern.test(one));

const PHASES: readonly Phase[] = [
  { name: "while the container is made", reached: line(/Container web-\w+-0 creating/) },
  { name: "while the gate waits", reached: async (seen) => (await seen.weights()).new === 0 },
  {
    name: "while the traffic shifts",
    settings: { traffic: { kind: "gradual", steps: [50, 100], every: "6 seconds" } },
    reached: async (seen) => {
      const weights = await seen.weights();
      return weights.old > 0 && (weights.new ?? 0) > 0;
    },
  },
  {
    name: "while it bakes",
    settings: { bake: { for: "6 seconds" } },
    reached: async (seen) => (await seen.weights()).old === 0,
  },
  { name: "while the old generation drains", reached: line(/Gate web-\w+-gate deleting/), slow: true },
  { name: "while the old generation is deleted", reached: line(/Container web-\w+-0 deleting/) },
];

for (const victim of ["engine", "program"] as const) {
  describe(`a release of which the ${victim} is killed`, function () {
    this.timeout(600_000);
    let docker: TestDocker;
    let stack: TestStack;
    let traffic: Traffic;
    let current = 1;

    const program = (version: number, settings: object = {}): Program => ({
      groups: {
        web: {
          args: {
            env: { VERSION: String(version), HEALTHY_AFTER: "1500", LAST_FOR: "1500" },
            keep: 0,
            drainTimeout: "30 seconds",
            listen: { port: stack.port },
            ...settings,
          },
        },
      },
    });
    before(async function () {
      docker = await requireDocker(this);
      stack = await TestStack.create(docker);
      expectSuccess(await stack.up(program(current)));
      traffic = await Traffic.start(stack.url);
    });

    after(async () => {
      await traffic?.stop();
      await stack?.remove();
    });

    /** Releases the next version and kills at a phase; the answer to a slow request, if there is one. */
    const killAt = async (phase: Phase): Promise<{ slow: Promise<unknown> }> => {
      const lines: string[] = [];
      const router = await stack.router();
      const old = (await ask(stack.url)).generation;
      stack.forgetProgram();
      const running = stack.start("up", program(current + 1, phase.settings), {
        onLine: (text) => lines.push(text),
      });
      let slow: Promise<unknown> = Promise.resolve();
      let asked = false;
      const seen: Seen = {
        lines,
        weights: async () => {
          const servers = await routedServers(docker.client, router);
          const of = (isOld: boolean) =>
            servers.find(({ generation }) => (generation === old) === isOld)?.live;
          return { old: of(true) ?? 0, new: of(false) };
        },
      };
      const reached = await waitFor(async () => {
        if (phase.slow && !asked && (await seen.weights()).new === 0) {
          asked = true;
          slow = ask(`${stack.url}?ms=10000`);
        }
        return phase.reached(seen);
      }, 90_000);
      if (!reached) {
        // Or it would hold the lock against every test that follows.
        process.kill(running.pid as number, "SIGKILL");
        await running.result;
        await stack.unlock();
      }
      expect(reached, lines.join("\n")).to.equal(true);
      const pid = victim === "engine" ? running.pid : stack.programPid();
      process.kill(pid as number, "SIGKILL");
      const result = await running.result;
      if (victim === "engine") {
        expect(result.exitCode).to.equal(137);
        await stack.unlock();
      }
      return { slow };
    };

    const expectOnly = async (version: number): Promise<void> => {
      const answer = await ask(stack.url);
      expect(answer.version).to.equal(String(version));
      expect(await stack.generations()).to.deep.equal([answer.generation]);
      expect((await stack.containers()).map(({ running }) => running)).to.deep.equal([true]);
      const servers = await routedServers(docker.client, await stack.router());
      expect(servers.map(({ generation, written, live }) => ({ generation, written, live }))).to.deep.equal([
        { generation: answer.generation, written: 256, live: 256 },
      ]);
      traffic.expectNoFailures();
    };

    for (const phase of PHASES) {
      it(`${phase.name} is completed by the next update, without a lost request`, async () => {
        const { slow } = await killAt(phase);
        const result = await stack.up(program(current + 1));
        expectSuccess(result);
        current += 1;
        await slow;
        await expectOnly(current);
      });

      it(`${phase.name} is taken back by a rollback, without a lost request`, async () => {
        const { slow } = await killAt(phase);
        const result = await stack.up(program(current));
        expectSuccess(result);
        await slow;
        await expectOnly(current);
      });
    }

    it("leaves nothing to do and nothing behind", async () => {
      const preview = await stack.preview(program(current));
      expect(stepsOf(preview), preview.output).to.deep.equal([]);
      await traffic.stopWithoutFailures();
      expectSuccess(await stack.destroy(program(current)));
      expect(await stack.leftovers()).to.deep.equal([]);
    });
  });
}
