import { expect } from "chai";
import type { Cluster } from "../../cluster";
import { expectSuccess } from "../../e2e/support/steps";
import { type Answer, ask, Traffic } from "../../e2e/support/traffic";
import { type TestDocker, waitFor } from "../../setup";
import type { Program } from "./programs";
import { KubernetesStack } from "./stack";

/** How long the cluster may take to follow a switch, in milliseconds. */
const FOLLOW_TIMEOUT = 20_000;

/** A stack of one group, `web`, that answers to a load all the time. */
export class ServingStack {
  #traffic: Traffic | undefined;

  private constructor(
    readonly stack: KubernetesStack,
    readonly url: string,
  ) {}

  /** @param program declares the group, at a port of every node */
  static async create(cluster: Cluster, docker: TestDocker, program: Program): Promise<ServingStack> {
    const stack = await KubernetesStack.create(cluster, docker);
    expectSuccess(await stack.up(program));
    const one = new ServingStack(stack, await stack.url("web"));
    await one.startTraffic();
    return one;
  }

  get traffic(): Traffic {
    if (this.#traffic === undefined) throw new Error("there is no traffic yet");
    return this.#traffic;
  }

  /** Waits for the first answer, and begins. */
  async startTraffic(): Promise<void> {
    const answers = async () => (await this.ask().catch(() => undefined)) !== undefined;
    expect(await waitFor(answers, FOLLOW_TIMEOUT), `${this.url} answers`).to.equal(true);
    this.#traffic = await Traffic.start(this.url);
  }

  /** Who answers to a new connection. */
  ask(): Promise<Answer> {
    return ask(this.url);
  }

  /** Waits until a version answers; no request was lost so far. */
  async expectVersion(version: string): Promise<void> {
    const follows = async () => (await this.ask()).version === version;
    expect(await waitFor(follows, FOLLOW_TIMEOUT), `version ${version} answers`).to.equal(true);
    this.traffic.expectNoFailures();
  }

  async remove(): Promise<void> {
    await this.#traffic?.stop();
    await this.stack.remove();
  }
}
