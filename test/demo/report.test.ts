import { expect } from "chai";
import type { LoadLog } from "../load/log-format";
import type { ReleaseResult } from "./outcome";
import { picture } from "./picture";
import { table } from "./table";

const body = (version: string, generation: string): string => JSON.stringify({ version, generation });

const load: LoadLog = {
  bodies: [body("v1", "aaaa1111"), body("v2", "bbbb2222")],
  requests: Array.from({ length: 400 }, (_, i) => ({
    at: 1_700_000_000_000 + i * 10,
    latency: 1,
    keepAlive: true,
    reused: false,
    status: i === 200 ? "ECONNRESET" : "200",
    body: i === 200 ? undefined : i < 200 ? 0 : 1,
  })),
};

const result: ReleaseResult = {
  name: "v2",
  changed: "the service's code",
  seconds: 4.25,
  requests: 400,
  failedRequests: 1,
  p99Ms: 6.04,
  builds: 1,
  created: 5,
  replaced: 0,
  deleted: 0,
  updatedInPlace: ["urn:pulumi:demo::p::t::web-switch"],
  servedBy: "v2 (bbbb2222)",
  update: { from: 1_700_000_001_000, to: 1_700_000_003_000 },
  unmet: [],
};

describe("the demo's report", () => {
  it("draws each generation, the failed requests and the releases", () => {
    const svg = picture(load, [result], "A <title> & more");
    const texts = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts).to.include.members([
      "A &lt;title> &amp; more",
      "400 requests, 1 failed; requests per second by who answered",
      "v2",
      "v1 (aaaa1111)",
      "v2 (bbbb2222)",
      "failed",
    ]);
    expect(svg.match(/<polygon /g)).to.have.length(3);
    expect(svg).not.to.contain("NaN");
  });

  it("draws a picture of no load at all", () => {
    expect(picture({ requests: [], bodies: [] }, [], "Nothing")).not.to.match(/NaN|Infinity/);
  });

  it("prints one line for each release, with numbers to the right", () => {
    expect(table([result])).to.deep.equal([
      "release  what changed        seconds  requests  failed  p99 ms  builds  created  replaced  in place    deleted  served by",
      "-------  ------------------  -------  --------  ------  ------  ------  -------  --------  ----------  -------  -------------",
      "v2       the service's code      4.3       400       1     6.0       1        5         0  web-switch        0  v2 (bbbb2222)",
    ]);
  });
});
