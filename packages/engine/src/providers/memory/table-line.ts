import type { PropertyValue } from "../../values";

/** One line of a table, taken apart. */
export interface Line {
  readonly kind: string;
  readonly required: boolean;
  readonly out: boolean;
  readonly computed: boolean;
  readonly replaces: boolean;
  readonly swap: boolean;
  readonly secret: boolean;
  readonly inner: readonly string[];
  readonly max?: number;
  readonly default?: string;
}

const KINDS = /^(object list|object set|string|boolean|integer|number|json|map|list|set|object)(?: |$)/;
const FLAGS = ["required", "out", "computed", "replaces", "swap", "secret"];

/** What an input that the platform leaves alone reads as. */
export const EMPTY: Readonly<Record<string, PropertyValue>> = {
  string: "",
  boolean: false,
  integer: 0,
  map: {},
  list: [],
  set: [],
};

/** @throws Error when it makes no sense */
export function parseLine(type: string, key: string, text: string): Line {
  const [, kind] = KINDS.exec(text) ?? [];
  const [before = "", fallback] = split(text.slice(kind?.length ?? 0));
  const words = before.split(" ").filter(Boolean);
  const max = words.find((word) => /^max=\d+$/.test(word))?.slice(4);
  const inner = words.filter((word) => word.startsWith("replaces:")).map((word) => word.slice(9));
  const odd = words.filter((word) => !FLAGS.includes(word) && !/^(max=\d+|replaces:\w+)$/.test(word));
  if (kind === undefined || odd.length > 0) {
    throw new Error(
      `${type}: ${key}: got ${JSON.stringify(text)}; expected a kind (string, boolean, integer, number, json, map, list, set, ` +
        `object, object list, object set), then any of ${FLAGS.join(", ")}, replaces:<key>, max=<length>, =<default>`,
    );
  }
  const has = (word: string) => words.includes(word);
  return {
    kind,
    required: has("required"),
    out: has("out"),
    computed: has("computed") || has("out"),
    replaces: has("replaces"),
    swap: has("swap"),
    secret: has("secret"),
    inner,
    ...(max === undefined ? {} : { max: Number(max) }),
    ...(fallback === undefined ? {} : { default: fallback }),
  };
}

/** The words and the default, which may hold blanks. */
function split(text: string): [string, string | undefined] {
  const at = text.search(/(^| )=/);
  if (at < 0) return [text, undefined];
  return [text.slice(0, at), text.slice(at).trimStart().slice(1)];
}
