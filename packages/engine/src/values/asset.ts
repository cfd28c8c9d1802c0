/** A file-like value: exactly one of text, path and uri, or only the hash when the content is not at hand. */
export class Asset {
  constructor(
    readonly content: {
      readonly text?: string;
      readonly path?: string;
      readonly uri?: string;
      /** Lower-case hex SHA-256 of the bytes. */
      readonly hash?: string;
    },
  ) {}
}
