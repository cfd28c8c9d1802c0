import { expect } from "chai";
import { expectSuccess, stepsOf } from "../../e2e/support/steps";
import { ask } from "../../e2e/support/traffic";
import { waitFor } from "../../setup";
import type { Program } from "./programs";
import type { KubernetesStack } from "./stack";

/** A move of the traffic from one generation to another. All times in milliseconds since 1970. */
export interface Move {
  readonly kind: "release" | "rollback";
  /** Ids of generations. */
  readonly from: string;
  readonly to: string;
  /** When the switch began. */
  readonly begun: number;
  /** When it had committed: the update of the switch was done. */
  readonly committed: number;
  /** When the command had ended, with all that it deletes. */
  readonly ended: number;
  /** The generations that remained then. */
  readonly left: readonly string[];
  /** What the command did, in order. */
  readonly steps: readonly string[];
}

/** How long a node may take to follow the first release, in milliseconds. */
const FIRST_ANSWER_TIMEOUT = 20_000;

/** Releases one group again and again, rolls it back, and notes when its switch began and had committed. */
export class Mover {
  readonly moves: Move[] = [];
  #newest = 1;
  #live = 1;
  #retained = 1;
  #url = "";

  /**
   * @param group its name
   * @param program what declares a version
   * @param address where the group answers. @default its Service's port of every node
   */
  constructor(
    private readonly stack: KubernetesStack,
    private readonly group: string,
    private readonly program: (version: number) => Program,
    private readonly address?: string,
  ) {}

  /** Where the group answers. */
  get url(): string {
    return this.#url;
  }

  /** The program of the version that has the traffic. */
  get current(): Program {
    return this.program(this.#live);
  }

  /** The program of the version that would be released next. */
  get next(): Program {
    return this.program(this.#newest + 1);
  }

  /** The first release of all. */
  async begin(): Promise<void> {
    expectSuccess(await this.stack.up(this.current));
    this.#url = this.address ?? (await this.stack.url(this.group));
    const answers = async () => (await ask(this.#url).catch(() => undefined)) !== undefined;
    expect(await waitFor(answers, FIRST_ANSWER_TIMEOUT), `${this.#url} answers`).to.equal(true);
  }

  /** A version that was never there before. */
  async release(): Promise<Move> {
    this.#newest += 1;
    return this.#move("release", this.#newest);
  }

  /** Back to the version that had the traffic before. */
  rollBack(): Promise<Move> {
    return this.#move("rollback", this.#retained);
  }

  async #move(kind: Move["kind"], version: number): Promise<Move> {
    const seen: Record<string, number> = {};
    const note = (line: string): void => {
      const [, word] = new RegExp(`${this.group}-switch (updating|updated)`).exec(line) ?? [];
      if (word !== undefined) seen[word] ??= Date.now();
    };
    const from = (await ask(this.#url)).generation;
    const result = await this.stack.up(this.program(version), { onLine: note });
    const ended = Date.now();
    expectSuccess(result);
    const { updating: begun, updated: committed } = seen;
    if (begun === undefined || committed === undefined) {
      throw new Error(`the switch was not updated:\n${result.output}`);
    }
    [this.#retained, this.#live] = [this.#live, version];
    const move: Move = {
      kind,
      from,
      to: (await ask(this.#url)).generation,
      begun,
      committed,
      ended,
      left: await this.stack.remaining(),
      steps: stepsOf(result),
    };
    this.moves.push(move);
    return move;
  }
}
