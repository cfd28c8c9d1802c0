import { inspect } from "node:util";

/**
 * Marks a resolved value that must never be printed, hashed in clear or written anywhere. It hides itself
 * from `String()`, `JSON.stringify` and `util.inspect`, so that it cannot slip into a message.
 */
export class SecretValue {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  /** The value in clear, for rendering what runs. */
  reveal(): unknown {
    return this.#value;
  }

  toString(): string {
    return SECRET;
  }

  toJSON(): string {
    return SECRET;
  }

  [inspect.custom](): string {
    return SECRET;
  }
}

/** What is shown in a message in place of a secret value. */
export const SECRET = "[secret]";
