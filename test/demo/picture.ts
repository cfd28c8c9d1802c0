import type { LoadLog } from "../load/log-format";
import { hasFailed } from "../load/summary";
import type { Span } from "./outcome";
import { whoAnswered } from "./world";

/** A release, as it is marked in the picture. */
export interface Mark {
  readonly name: string;
  readonly update: Span;
}

/** Milliseconds that are counted together. */
const BIN = 250;

const SIZE = { width: 1100, height: 420 };
const PLOT = { left: 64, right: 24, top: 84, bottom: 56 };

/** Colours that stay apart for people who see colours differently (Okabe and Ito). */
const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#f0e442"];
const FAILED_COLOUR = "#d00000";

/** Draws the requests per second over time, stacked by the generation that answered, as an SVG. */
export function picture(load: LoadLog, marks: readonly Mark[], title: string): string {
  const times = load.requests.map(({ at }) => at);
  const start = times.reduce((a, b) => Math.min(a, b), times[0] ?? 0);
  const end = times.reduce((a, b) => Math.max(a, b), start);
  // The last, incomplete bin would look like a drop.
  const bins = Math.max(1, Math.floor((end - start) / BIN));
  const series = countByWho(load, start, bins);
  const highest = Math.max(1, ...Array.from({ length: bins }, (_, i) => sumAt(series, i)));
  const top = (Math.ceil((highest * 1000) / BIN / 100) * 100 * BIN) / 1000;
  const x = (bin: number): number =>
    PLOT.left + (bin / Math.max(1, bins - 1)) * (SIZE.width - PLOT.left - PLOT.right);
  const y = (count: number): number =>
    SIZE.height - PLOT.bottom - (count / top) * (SIZE.height - PLOT.top - PLOT.bottom);
  const xAt = (time: number): number => x(Math.min(bins - 1, Math.max(0, (time - start) / BIN)));

  const base = Array.from({ length: bins }, () => 0);
  const areas = [...series].map(([who, counts], i) => {
    const lower = [...base];
    for (const [bin, count] of counts.entries()) base[bin] = (base[bin] ?? 0) + count;
    const points = [
      ...base.map((count, bin) => `${x(bin).toFixed(1)},${y(count).toFixed(1)}`),
      ...lower.map((count, bin) => `${x(bin).toFixed(1)},${y(count).toFixed(1)}`).reverse(),
    ];
    return `<polygon points="${points.join(" ")}" fill="${colourOf(who, i)}"/>`;
  });
  const failed = load.requests.filter(hasFailed).length;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="system-ui, sans-serif" font-size="13">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    text(PLOT.left, 26, title, 'font-size="17" font-weight="600"'),
    text(
      PLOT.left,
      46,
      `${load.requests.length} requests, ${failed} failed; requests per second by who answered`,
    ),
    ...marks.map((mark) => updateBand(mark, xAt)),
    ...areas,
    ...marks.map((mark) => updateLabel(mark, xAt)),
    ...verticalAxis((top * 1000) / BIN, (perSecond) => y((perSecond * BIN) / 1000)),
    ...horizontalAxis((bins * BIN) / 1000, (second) => xAt(start + second * 1000)),
    ...legend([...series.keys()]),
    "</svg>",
    "",
  ].join("\n");
}

function countByWho(load: LoadLog, start: number, bins: number): Map<string, number[]> {
  const series = new Map<string, number[]>();
  for (const request of load.requests) {
    const bin = Math.floor((request.at - start) / BIN);
    if (bin >= bins) continue;
    const who = hasFailed(request) ? "failed" : whoAnswered(load.bodies[request.body ?? -1] ?? "");
    const counts = series.get(who) ?? Array.from({ length: bins }, () => 0);
    counts[bin] = (counts[bin] ?? 0) + 1;
    series.set(who, counts);
  }
  return series;
}

function sumAt(series: ReadonlyMap<string, readonly number[]>, bin: number): number {
  return [...series.values()].reduce((sum, counts) => sum + (counts[bin] ?? 0), 0);
}

function colourOf(who: string, i: number): string {
  return who === "failed" ? FAILED_COLOUR : (COLOURS[i % COLOURS.length] as string);
}

function updateBand({ update }: Mark, xAt: (time: number) => number): string {
  const [from, to] = [xAt(update.from), xAt(update.to)];
  const height = SIZE.height - PLOT.top - PLOT.bottom;
  return `<rect x="${from.toFixed(1)}" y="${PLOT.top}" width="${Math.max(1, to - from).toFixed(1)}" height="${height}" fill="#eeeeee"/>`;
}

function updateLabel({ name, update }: Mark, xAt: (time: number) => number): string {
  const from = xAt(update.from);
  const bottom = SIZE.height - PLOT.bottom;
  const line = `<line x1="${from.toFixed(1)}" x2="${from.toFixed(1)}" y1="${PLOT.top - 6}" y2="${bottom}" stroke="#333333" stroke-dasharray="3 3"/>`;
  return `${line}${text(from + 4, PLOT.top - 8, name)}`;
}

function verticalAxis(top: number, y: (perSecond: number) => number): readonly string[] {
  return [0, top / 2, top].map(
    (value) =>
      `${text(PLOT.left - 8, y(value) + 4, String(value), 'text-anchor="end"')}<line x1="${PLOT.left - 4}" x2="${PLOT.left}" y1="${y(value)}" y2="${y(value)}" stroke="#333333"/>`,
  );
}

function horizontalAxis(seconds: number, x: (second: number) => number): readonly string[] {
  const every = [1, 2, 5, 10, 20, 60].find((step) => seconds / step <= 15) ?? 300;
  const ticks = Array.from({ length: Math.floor(seconds / every) + 1 }, (_, i) => i * every);
  const y = SIZE.height - PLOT.bottom + 16;
  return ticks.map((second) => text(x(second), y, `${second} s`, 'text-anchor="middle"'));
}

function legend(names: readonly string[]): readonly string[] {
  const y = SIZE.height - 14;
  return names.map((name, i) => {
    const x = PLOT.left + i * 160;
    return `<rect x="${x}" y="${y - 11}" width="12" height="12" fill="${colourOf(name, i)}"/>${text(x + 18, y, name)}`;
  });
}

function text(x: number, y: number, content: string, attributes = ""): string {
  const safe = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="#222222" ${attributes}>${safe}</text>`;
}
