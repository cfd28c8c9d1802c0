import type { Asset } from "./asset";

/** A tree of files: exactly one of assets, path and uri, or only the hash. */
export class Archive {
  constructor(
    readonly content: {
      readonly assets?: Readonly<Record<string, Asset | Archive>>;
      readonly path?: string;
      readonly uri?: string;
      /** Lower-case hex SHA-256 over the files. */
      readonly hash?: string;
    },
  ) {}
}
