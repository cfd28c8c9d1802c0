import type { ReleaseResult } from "./outcome";

const COLUMNS: readonly {
  readonly title: string;
  readonly of: (result: ReleaseResult) => string | number;
}[] = [
  { title: "release", of: ({ name }) => name },
  { title: "what changed", of: ({ changed }) => changed },
  { title: "seconds", of: ({ seconds }) => seconds.toFixed(1) },
  { title: "requests", of: ({ requests }) => requests },
  { title: "failed", of: ({ failedRequests }) => failedRequests },
  { title: "p99 ms", of: ({ p99Ms }) => p99Ms.toFixed(1) },
  { title: "builds", of: ({ builds }) => builds },
  { title: "created", of: ({ created }) => created },
  { title: "replaced", of: ({ replaced }) => replaced },
  { title: "in place", of: ({ updatedInPlace }) => inPlace(updatedInPlace) },
  { title: "deleted", of: ({ deleted }) => deleted },
  { title: "served by", of: ({ servedBy }) => servedBy },
];

/** A table of the releases, one line each, with numbers to the right. */
export function table(results: readonly ReleaseResult[]): readonly string[] {
  const cells = results.map((result) => COLUMNS.map(({ of }) => of(result)));
  const widths = COLUMNS.map(({ title }, i) =>
    Math.max(title.length, ...cells.map((row) => String(row[i]).length)),
  );
  const isNumber = (i: number): boolean => cells.every((row) => !Number.isNaN(Number(row[i])));
  const line = (row: readonly (string | number)[]): string =>
    row
      .map((cell, i) =>
        isNumber(i) ? String(cell).padStart(widths[i] ?? 0) : String(cell).padEnd(widths[i] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return [
    line(COLUMNS.map(({ title }) => title)),
    line(widths.map((width) => "-".repeat(width))),
    ...cells.map(line),
  ];
}

function inPlace(urns: readonly string[]): string {
  return urns.length === 0 ? "-" : urns.map((urn) => urn.split("::").at(-1)).join(", ");
}
