import type { LoadLog } from "../load/log-format";
import { summarize } from "../load/summary";
import type { Outcome, ReleaseResult, Span } from "./outcome";
import { expectationsOf, RELEASES, type Release } from "./releases";
import { type Update, type World, whoAnswered } from "./world";

export interface DemoResult {
  readonly releases: readonly ReleaseResult[];
  readonly leftovers: readonly string[];
  /** What did not come out as it must, one line each. */
  readonly unmet: readonly string[];
  readonly load: LoadLog;
}

interface Measured {
  readonly release: Release;
  readonly span: Span;
  /** The update and some steady load after it: a late failure counts too. */
  readonly window: Span;
  readonly update: Update;
  readonly servedBy: string;
}

/** Runs through the releases and the destroy, under load from when the first release is up. */
export async function runDemo(world: World, print: (line: string) => void): Promise<DemoResult> {
  const indented = (line: string): void => print(`   ${line}`);
  const measured: Measured[] = [];
  for (const [index, release] of RELEASES.entries()) {
    print("");
    print(`${index + 1}. ${release.title} (changed: ${release.changed})`);
    measured.push(await runRelease(world, release, index === 0, indented));
  }
  const load = await world.stopLoad();
  print("");
  print(`${RELEASES.length + 1}. Destroy`);
  const destroyed = await world.destroy(indented);
  const leftovers = await world.leftovers();

  const releases: ReleaseResult[] = [];
  for (const one of measured) releases.push(judge(one, load, releases));
  return {
    releases,
    leftovers,
    load,
    unmet: [
      ...releases.flatMap(({ name, unmet }) => unmet.map((what) => `${name}: ${what}`)),
      ...(destroyed.error === undefined ? [] : [`destroy: ${destroyed.error}`]),
      ...leftovers.map((what) => `left behind: ${what}`),
    ],
  };
}

async function runRelease(
  world: World,
  release: Release,
  isFirst: boolean,
  print: (line: string) => void,
): Promise<Measured> {
  const from = Date.now();
  const update = await world.up(release.settings, print);
  const to = Date.now();
  if (isFirst) {
    if (update.error !== undefined) throw new Error(`the first release failed:\n${update.error}`);
    await world.startLoad();
  }
  await world.moreLoad();
  const servedBy = await world.servedBy();
  if (update.error !== undefined) print(`the update failed: ${update.error.trim().split("\n")[0]}`);
  print(`served by ${servedBy} after ${update.seconds.toFixed(1)} s`);
  return { release, span: { from, to }, window: { from, to: Date.now() }, update, servedBy };
}

function judge(
  { release, span, window, update, servedBy }: Measured,
  load: LoadLog,
  before: readonly ReleaseResult[],
): ReleaseResult {
  const { requests, failed, p99 } = summarize(load, whoAnswered, window);
  const outcome: Outcome = { ...update, servedBy, requests, failedRequests: failed, p99Ms: p99 };
  const byName = Object.fromEntries(before.map((result) => [result.name, result]));
  const unmet = expectationsOf(release, outcome, byName)
    .filter(({ holds }) => !holds)
    .map(({ what }) => what);
  return { name: release.name, changed: release.changed, ...outcome, update: span, unmet };
}
