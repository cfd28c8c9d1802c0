import { setTimeout as delay } from "node:timers/promises";
import { type Load, startLoad } from "../load/load";
import type { LoadLog, LoggedRequest } from "../load/log-format";
import { PROGRESS_EVERY } from "../load/protocol";
import { hasFailed, percentile } from "../load/summary";
import type { DockerEngine } from "../setup";
import { type Bench, type Figure, type Sample, sample } from "./figure";
import { countFailed, lost } from "./lost";
import { Site } from "./site";

const RELEASES = 20;
const DURING = `${RELEASES} releases`;
const REQUESTS = 100_000;
/** After each release, how long the load is alone. */
const QUIET_MS = 3000;
/** One unchanged update after so many releases. */
const UNCHANGED_EVERY = 2;
const STOCK_RELEASES = 3;

/** What went on while requests were sent. */
type Doing = "release" | "unchanged" | "nothing";

interface Span {
  readonly doing: Doing;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/**
 * Requests that are lost, or late, while releases go on: Anew's, and stock Pulumi's. One load of 4 keep-alive and 4
 * new-connection clients runs all the time; releases, unchanged updates and rests take turns, so that whatever else
 * the machine does disturbs each of them alike.
 */
export const releases: Bench = {
  name: "releases",
  async run({ say, docker: choose }) {
    const docker = await choose();
    const { log, spans } = await releaseUnderLoad(docker, say);
    say("stock Pulumi's replacement of a container");
    const stock = await stockReleases(docker);
    const silence = (requests: LoadLog["requests"]) => sample([longestSilence(requests)]);
    const resting = requestsBySpan(log, spans, "nothing").map(longestSilence);
    return [
      {
        ...lost("requests lost", log.requests, DURING),
        peer: { name: "stock Pulumi, per release", measured: sample(stock.map(countFailed)) },
      },
      ...[true, false].map((keepAlive) =>
        lost(
          `requests lost, ${kindName(keepAlive)}`,
          log.requests.filter((request) => request.keepAlive === keepAlive),
          DURING,
        ),
      ),
      {
        name: "longest time without an answer",
        unit: "ms",
        measured: silence(log.requests),
        peer: { name: "stock Pulumi, per release", measured: sample(stock.map(longestSilence)) },
      },
      {
        name: "longest time without an answer",
        unit: "ms",
        measured: silence(log.requests),
        peer: { name: "load alone, per rest", measured: sample(resting) },
      },
      ...[true, false].flatMap((keepAlive): Figure[] => {
        const of = (doing: Doing) => p99(requestsBySpan(log, spans, doing), keepAlive);
        const peer = { name: "load alone", measured: of("nothing") };
        const command = { name: "during unchanged updates", measured: of("unchanged") };
        const name = (doing: string) => `p99, ${kindName(keepAlive)}, during ${doing}`;
        return [
          {
            name: name("releases"),
            unit: "ms",
            measured: of("release"),
            peer,
            wanted: { most: 1.1, of: "the ratio" },
          },
          // The command shares the machine's cores with the service, also when it releases nothing.
          { name: name("releases"), unit: "ms", measured: of("release"), peer: command },
          { name: name("unchanged updates"), unit: "ms", measured: of("unchanged"), peer },
        ];
      }),
    ];
  },
};

async function releaseUnderLoad(docker: DockerEngine, say: (message: string) => void) {
  const site = await Site.create(docker, "site");
  const spans: Span[] = [];
  const during = async (doing: Doing, body: () => Promise<unknown>) => {
    const from = Date.now();
    await body();
    spans.push({ doing, from, to: Date.now() });
  };
  try {
    await site.up({ version: "0" });
    const log = await under(site, async (load) => {
      for (let release = 0; release < RELEASES; release++) {
        say(`release ${release + 1} of ${RELEASES}`);
        await during("nothing", () => delay(QUIET_MS));
        const now = releaseNumber(release);
        await during("release", () => site.up(now));
        if (release % UNCHANGED_EVERY === 0) await during("unchanged", () => site.up(now));
      }
      const missing = REQUESTS - load.soFar().requests.length;
      if (missing > 0) await during("nothing", () => load.more(missing + PROGRESS_EVERY));
    });
    return { log, spans };
  } finally {
    await site.remove();
  }
}

/** Half of them are new generations, with one image and the other in turn; half are rollbacks to the first one. */
function releaseNumber(release: number) {
  if (release % 2 === 1) return { version: "0" };
  const image = (release / 2) % 2 === 0 ? (1 as const) : (0 as const);
  return { version: `${release + 1}`, image };
}

/** The requests of each of stock Pulumi's releases. */
async function stockReleases(docker: DockerEngine): Promise<readonly LoadLog["requests"][]> {
  const site = await Site.create(docker, "stock");
  try {
    await site.up({ version: "0" });
    const logs: LoadLog["requests"][] = [];
    for (let release = 1; release <= STOCK_RELEASES; release++) {
      const image = release % 2 === 0 ? 0 : 1;
      logs.push((await under(site, () => site.up({ version: `${release}`, image }))).requests);
    }
    return logs;
  } finally {
    await site.remove();
  }
}

/** All requests while something happens. */
async function under(site: Site, happens: (load: Load) => Promise<unknown>): Promise<LoadLog> {
  const load = await startLoad({ url: site.url, maxSeconds: 600, maxRequests: 5 * REQUESTS });
  try {
    await happens(load);
  } finally {
    await load.stop();
  }
  return load.stop();
}

function requestsBySpan({ requests }: LoadLog, spans: readonly Span[], doing: Doing): LoggedRequest[][] {
  return spans
    .filter((span) => span.doing === doing)
    .map(({ from, to }) => requests.filter(({ at }) => at >= from && at < to));
}

/** The p99 of all good requests of a kind; the spread is that of the spans. */
function p99(spans: readonly LoggedRequest[][], keepAlive: boolean): Sample {
  const latencies = spans.map((requests) =>
    requests.filter((one) => one.keepAlive === keepAlive && !hasFailed(one)).map(({ latency }) => latency),
  );
  const of = (values: readonly number[]) =>
    percentile(
      [...values].sort((a, b) => a - b),
      0.99,
    );
  return { ...sample(latencies.map(of)), median: of(latencies.flat()) };
}

/** Milliseconds between two good answers that followed each other. */
function longestSilence(requests: LoadLog["requests"]): number {
  const answered = requests
    .filter((request) => !hasFailed(request))
    .map(({ at, latency }) => at + latency)
    .sort((a, b) => a - b);
  return answered.reduce((longest, at, index) => Math.max(longest, at - (answered[index - 1] ?? at)), 0);
}

function kindName(keepAlive: boolean): string {
  return keepAlive ? "keep-alive" : "new connections";
}
