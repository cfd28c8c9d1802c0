import type { Attributes } from "./template";

/** The blocks of a name: one is an object, or a list of one; several are a list. */
function blocksOf(value: unknown): Attributes[] {
  if (Array.isArray(value)) return value.flatMap(blocksOf);
  return typeof value === "object" && value !== null ? [value as Attributes] : [];
}

/** The blocks with a label, by that: `variable "a" {}` is under `a`. */
function labelled(value: unknown): [label: string, block: Attributes][] {
  return blocksOf(value).flatMap((labels) =>
    Object.entries(labels).flatMap(([label, blocks]) =>
      blocksOf(blocks).map((block): [string, Attributes] => [label, block]),
    ),
  );
}

/** Texts of a value that is one, or a list of some. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.flatMap(textsOf) : [];
}

export { blocksOf, labelled, textsOf };
