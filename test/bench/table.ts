import { type Figure, isMissed, ratioOf, type Sample } from "./figure";

const HEADINGS = ["figure", "measured", "peer", "ratio", "wanted"];

/** The figures as a Markdown table. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, unit, measured, peer } = figure;
    const ratio = ratioOf(figure);
    return [
      name,
      text(measured, unit),
      peer === undefined ? "" : `${peer.name}: ${text(peer.measured, unit)}`,
      ratio === undefined ? "" : number(ratio),
      `${wantedText(figure)}${isMissed(figure) ? " MISSED" : ""}`,
    ];
  });
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] as string).length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] as number)).join(" | ")} |`;
  return [line(HEADINGS), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

function wantedText({ wanted, unit }: Figure): string {
  if (wanted === undefined) return "";
  if (wanted.of === "the ratio") return `≤ ${number(wanted.most)} ×`;
  const beyond = wanted.of === "the value beyond the peer's" ? " beyond the peer's" : "";
  return `≤ ${number(wanted.most)} ${unit}${beyond}`;
}

function text({ median, low, high, runs }: Sample, unit: Figure["unit"]): string {
  const spread = runs === 1 ? "" : ` (${number(low)}–${number(high)}, ${runs}×)`;
  return `${number(median)} ${unit}${spread}`;
}

/** Three digits that mean something. */
function number(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return String(Math.round(value));
  return (Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2)).replace(/(\.\d)0$/, "$1");
}
