/** A text that does not have the form it should: says what was given, what is allowed and what to do. */
export class FormatError extends RangeError {
  /** The text, or the part of it that is wrong. */
  readonly given: string;
  /** What is allowed, as it follows "expected". */
  readonly expected: string;
  /** What to do, when that is not plain from `expected`. */
  readonly fix?: string;

  /** @param part what `given` is a part of, when it is not the whole: "tag", "digest" */
  constructor(given: string, expected: string, fix?: string, part?: string) {
    const place = part === undefined ? "" : `${part}: `;
    super(`${place}got ${JSON.stringify(given)}, expected ${expected}${fix === undefined ? "" : `; ${fix}`}`);
    this.name = "FormatError";
    this.given = given;
    this.expected = expected;
    if (fix !== undefined) this.fix = fix;
  }
}
