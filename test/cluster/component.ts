/** One process of a cluster. */
export interface Component {
  readonly name: string;
  readonly command: readonly string[];
  /** Beside this process' own environment. */
  readonly env?: Readonly<Record<string, string>>;
}
