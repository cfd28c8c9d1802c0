import { liveWeights } from "../../../../test/setup/aws/live-weights";
import type { MotoStack, MotoWorld } from "../../../../test/setup/aws/moto-stack";
import { ecsProgram, type GroupChange } from "./ecs-program";

/** A group in ECS that a test releases again and again. */
export class EcsGroup {
  readonly stack: MotoStack;
  private change: GroupChange = {};

  constructor(
    private readonly world: MotoWorld,
    speed?: number,
  ) {
    this.stack = world.stack(() => ecsProgram(world.proxy.endpoint, this.change), speed);
  }

  /** Releases; @throws Error where that fails */
  async up(change: GroupChange = {}) {
    const { error, ...done } = await this.tryUp(change);
    if (error !== "") throw new Error(error);
    return done;
  }

  /** Releases, or tells why not. */
  async tryUp(change: GroupChange = {}, args: Parameters<MotoStack["up"]>[0] = {}) {
    this.change = change;
    const result = await this.stack.up(args);
    return {
      error: [result.error ?? "", ...result.failures.map((one) => one.message)].join("\n").trim(),
      generation: String(result.outputs.generation),
      lines: result.lines.filter((line) => !line.startsWith("same")),
      messages: result.messages.map(({ message }) => message),
    };
  }

  async preview(change: GroupChange = {}) {
    this.change = change;
    const { lines, messages } = await this.stack.preview();
    return {
      lines: lines.filter((line) => !line.startsWith("same")),
      messages: messages.map(({ message }) => message),
    };
  }

  live(): Promise<Record<string, number>> {
    return liveWeights(this.world.account);
  }
}
