import { expect } from "chai";
import type { Cluster } from "../../cluster";
import { expectSuccess, stepsOf } from "../../e2e/support/steps";
import type { Traffic } from "../../e2e/support/traffic";
import { type EngineResult, type TestDocker, waitFor } from "../../setup";
import { kill } from "../../setup/docker/processes";
import type { Phase, Seen } from "./phases";
import type { Program } from "./programs";
import { ServingStack } from "./serving-stack";

/** How long a release may take to come to a phase, in milliseconds. */
const PHASE_TIMEOUT = 60_000;
/** How long a node that is back may take until all its pods are ready, milliseconds. */
const READY_TIMEOUT = 150_000;

/** A Deployment or its Secret that the state still has, and the cluster no more. */
const HALF_DELETED = /^Deployment \S+ is gone, .* Run `pulumi refresh`|secret "\S+" not found/m;

/** A group under load, whose releases are interrupted. It keeps no old generation, so that each release drains and deletes one. */
export class InterruptedStack {
  #version = 1;

  private constructor(private readonly one: ServingStack) {}

  static async create(cluster: Cluster, docker: TestDocker): Promise<InterruptedStack> {
    return new InterruptedStack(await ServingStack.create(cluster, docker, program(1)));
  }

  /**
   * Releases the next version, and does something to it in a phase.
   *
   * @param then gets the engine's process id
   * @param args more arguments of the group
   */
  async release(
    phase: Phase,
    then: (engine: number) => Promise<void>,
    args: object = {},
  ): Promise<EngineResult> {
    const lines: string[] = [];
    let ended = false;
    const old = (await this.one.ask()).generation;
    const running = this.one.stack.start("up", program(this.#version + 1, phase, args), {
      onLine: (text) => lines.push(text),
    });
    void running.result.then(() => {
      ended = true;
    });
    const seen: Seen = { lines, moved: async () => (await this.one.ask()).generation !== old };
    await waitFor(async () => ended || (await phase.reached(seen)), PHASE_TIMEOUT);
    const reached = await phase.reached(seen);
    if (!reached) {
      // Or it would hold the lock against every test that follows; it may have ended by itself.
      kill(running.pid, "SIGKILL");
      const { output } = await running.result;
      await this.one.stack.unlock();
      throw new Error(`the release was never seen ${phase.name}:\n${output}`);
    }
    await then(running.pid);
    return running.result;
  }

  /** The next version's release is killed in a phase. */
  async kill(phase: Phase): Promise<void> {
    const result = await this.release(phase, async (engine) => void process.kill(engine, "SIGKILL"));
    expect(result.exitCode, result.output).to.equal(137);
    await this.one.stack.unlock();
  }

  /** An update with the version that was interrupted. */
  async complete(): Promise<void> {
    expectSuccess(await this.one.stack.up(program(this.#version + 1)));
    this.#version += 1;
    await this.#expectOnly();
  }

  /**
   * An update with the version that had the traffic before. Where the interrupted one had begun to delete that, it can't know:
   * then it says what to do, and that is done.
   */
  async rollBack(): Promise<void> {
    const before = program(this.#version);
    const result = await this.one.stack.up(before);
    if (HALF_DELETED.test(result.error ?? "")) {
      this.one.traffic.expectNoFailures();
      expectSuccess(await this.one.stack.refresh(before));
      expectSuccess(await this.one.stack.up(before));
    } else {
      expectSuccess(result);
    }
    await this.#expectOnly();
  }

  /** What had the traffic before the interrupted release has it still. */
  async expectUnmoved(): Promise<void> {
    expect((await this.one.ask()).version).to.equal(String(this.#version));
    this.one.traffic.expectNoFailures();
  }

  async expectNothingToDo(): Promise<void> {
    const preview = await this.one.stack.preview(program(this.#version));
    expect(stepsOf(preview), preview.output).to.deep.equal([]);
  }

  /** Waits for every pod, also those of the interrupted release. */
  async untilAllReady(): Promise<void> {
    const conditions = 'jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}';
    let seen = "nothing yet";
    const ready = async (): Promise<boolean> => {
      // An API server that has just come back may not answer at once.
      seen = await this.one.stack.kubectl("get", "pods", "-o", conditions).catch((error) => String(error));
      return /^True( True)*$/.test(seen.trim());
    };
    if (!(await waitFor(ready, READY_TIMEOUT))) throw new Error(`not every pod became ready: ${seen}`);
  }

  get traffic(): Traffic {
    return this.one.traffic;
  }

  startTraffic(): Promise<void> {
    return this.one.startTraffic();
  }

  remove(): Promise<void> {
    return this.one.remove();
  }

  /** One generation, with the traffic and the version that it should have, and no lost request on the way. */
  async #expectOnly(): Promise<void> {
    await this.one.expectVersion(String(this.#version));
    const { generation } = await this.one.ask();
    expect(await this.#selected()).to.equal(generation);
    expect(await this.one.stack.remaining()).to.deep.equal([generation]);
  }

  /** The generation that the stable Service selects. */
  async #selected(): Promise<string> {
    const selector = await this.one.stack.kubectl("get", "service", "web", "-o", "jsonpath={.spec.selector}");
    return (JSON.parse(selector) as Record<string, string>)["dev.anew.generation"] ?? "";
  }
}

/** What is not part of a generation may differ between two updates of the same version. */
function program(version: number, { args }: Partial<Phase> = {}, more: object = {}): Program {
  const env = { VERSION: String(version), HEALTHY_AFTER: "1000", LAST_FOR: "600" };
  return { groups: { web: { args: { env, keep: 0, service: { type: "NodePort" }, ...args, ...more } } } };
}
