import { FormatError } from "./format-error";
import type { InputProblems } from "./input-problems";
import { isPending } from "./pending";
import { isPlainObject } from "./plain-object";
import { joinPropertyPath, propertyPath } from "./property-path";
import { SecretValue } from "./secret-value";
import { isWellFormed } from "./well-formed";

/** What is found out while arguments are read. */
export interface Findings {
  readonly problems: InputProblems;
  /** Whether something could not be looked at yet. */
  pending: boolean;
}

/**
 * One value of the arguments with its path. Reading notes a problem and gives undefined where the value is
 * not what it should be, so that reading can go on and find the next; what is not known yet is skipped.
 */
export class ArgReader {
  /** Path in the arguments. */
  readonly path: string;
  /** Whether the value must not be shown. */
  readonly secret: boolean;
  readonly #value: unknown;
  readonly #findings: Findings;

  constructor(value: unknown, path: string, findings: Findings, secret = false) {
    this.secret = secret || value instanceof SecretValue;
    this.#value = value instanceof SecretValue ? value.reveal() : value;
    this.path = path;
    this.#findings = findings;
    if (this.pending) findings.pending = true;
  }

  /** Whether the value cannot be looked at yet. */
  get pending(): boolean {
    return isPending(this.#value);
  }

  /** Whether nothing was given, so that a default applies. */
  get absent(): boolean {
    return this.#value === undefined;
  }

  /** The value as it is. */
  get raw(): unknown {
    return this.#value;
  }

  /** Notes that the value is not what it should be. */
  refuse(expected: string, fix?: string): undefined {
    const given = this.secret ? new SecretValue(this.#value) : this.#value;
    this.#findings.problems.add({
      property: this.path,
      given,
      expected,
      ...(fix === undefined ? {} : { fix }),
    });
    return undefined;
  }

  /** Notes that the value's own name, the key under which it stands, is not what it should be. */
  refuseName(name: string, expected: string, fix?: string): undefined {
    // Not the value: under a misspelled "secretEnv" there are secrets.
    this.#findings.problems.add({
      property: this.path,
      given: name,
      expected,
      ...(fix === undefined ? {} : { fix }),
    });
    return undefined;
  }

  /** A reader for the same value that never shows it. */
  hidden(): ArgReader {
    return new ArgReader(this.#value, this.path, this.#findings, true);
  }

  /** The members of an object, also those that are undefined, in the order of their keys; none when nothing was given. */
  members(expected = "an object"): [key: string, value: ArgReader][] {
    const value = this.#value;
    if (this.absent || this.pending) return [];
    if (!isPlainObject(value)) {
      this.refuse(expected);
      return [];
    }
    return Object.keys(value)
      .sort((a, b) => (a < b ? -1 : 1))
      .map((key) => [key, this.#below(key, value[key])]);
  }

  /** A member of an object; absent when it is not there. */
  member(key: string): ArgReader {
    const value = this.#value;
    if (this.pending) return this.#below(key, value);
    return this.#below(key, isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined);
  }

  /** The items of an array; none when nothing was given. */
  items(expected = "an array"): ArgReader[] {
    if (this.absent || this.pending) return [];
    if (Array.isArray(this.#value)) return this.#value.map((item, index) => this.#below(index, item));
    this.refuse(expected);
    return [];
  }

  /** A text that may be secret, of characters that every platform can pass on (no NUL). */
  text(expected = "a text"): string | undefined {
    const value = this.#value;
    if (this.absent || this.pending) return undefined;
    if (typeof value !== "string") return this.refuse(expected);
    if (value.includes("\0")) return this.refuse("a text without NUL characters");
    if (!isWellFormed(value)) return this.refuse("a text without half surrogate pairs, which have no UTF-8");
    return value;
  }

  /** A text that decides what is built, so that it stands in the state in clear: a secret is refused. */
  plainText(expected = "a text"): string | undefined {
    return this.#isPlain(expected) ? this.text(expected) : undefined;
  }

  /** A plain text, read by `parse`, whose FormatError becomes a problem. */
  parsed<T>(parse: (text: string) => T, expected: string): T | undefined {
    const text = this.plainText(expected);
    if (text === undefined) return undefined;
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof FormatError) return this.refuse(error.expected, error.fix);
      throw error;
    }
  }

  /** A whole number in a range. */
  integer(from: number, to: number, expected: string): number | undefined {
    return this.number((value) => Number.isInteger(value) && value >= from && value <= to, expected);
  }

  /** A number that passes a test. */
  number(accepts: (value: number) => boolean, expected: string): number | undefined {
    const value = this.#value;
    if (this.absent || this.pending || !this.#isPlain(expected)) return undefined;
    return typeof value === "number" && accepts(value) ? value : this.refuse(expected);
  }

  /** True or false. */
  boolean(): boolean | undefined {
    const value = this.#value;
    if (this.absent || this.pending || !this.#isPlain("true or false")) return undefined;
    return typeof value === "boolean" ? value : this.refuse("true or false");
  }

  #isPlain(expected: string): boolean {
    if (!this.secret) return true;
    this.refuse(`${expected}, not a secret`, "if it is none, wrap it in pulumi.unsecret(…)");
    return false;
  }

  #below(key: string | number, value: unknown): ArgReader {
    return new ArgReader(value, joinPropertyPath(this.path, propertyPath(key)), this.#findings, this.secret);
  }
}
