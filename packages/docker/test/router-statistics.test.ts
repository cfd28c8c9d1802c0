import { expect } from "chai";
import { healthOf } from "../src/router/health";
import { linesAfter, parseRequestLine } from "../src/router/request-log";
import { parseServersState } from "../src/router/servers-state";
import { parseStatistics } from "../src/router/statistics";

// As HAProxy 2.6 prints it, with only the columns that are used.
const HEADER =
  "# pxname,svname,qcur,scur,econ,eresp,status,check_status,check_code,check_duration,hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,hrsp_other,last_chk,";
const CSV = `${HEADER}
g01,g01s01,1,2,3,4,UP,L7OK,200,1,1,10,2,3,5,1,OK,
g01,g01s02,0,0,0,0,DOWN 1/2,* L7STS,500,7,0,0,0,0,0,0,"Internal, ""Server"" Error",
g01,g01s03,0,0,0,0,UP 2/3,L7OK,200,5,0,0,0,0,0,0,,
g01,g01s04,0,0,0,0,MAINT (resolution),,,,0,0,0,0,0,0,,
`;

describe("HAProxy's statistics", () => {
  it("are read by the names of their columns, with commas and quotes in their texts", () => {
    const rows = parseStatistics(CSV);
    expect(rows[0]).to.deep.equal({
      slot: "g01s01",
      status: "UP",
      inFlight: 3,
      checkStatus: "L7OK",
      checkCode: "200",
      checkMs: "1",
      checkText: "OK",
      requests: 29,
      failures: 12,
    });
    expect([rows[1]?.checkStatus, rows[1]?.checkText]).to.deep.equal(["L7STS", 'Internal, "Server" Error']);
  });

  it("say how a generation does, and of what is not ready why", () => {
    const servers = ["g01s01", "g01s02", "g01s03", "g01s04", "g01s05"].map((slot, i) => ({
      slot,
      generation: "blue",
      name: `blue-${i}`,
      address: "a",
      port: 80,
      weight: 0,
      check: { path: "/", port: 80, status: [200, 399] as const },
    }));
    expect(healthOf(servers.slice(0, 1), parseStatistics(CSV))).to.deep.equal({
      healthy: true,
      ready: 1,
      of: 1,
      detail: "blue-0: UP L7OK/200 OK in 1 ms",
    });
    const { healthy, ready, of, detail } = healthOf(servers, parseStatistics(CSV));
    expect([healthy, ready, of]).to.deep.equal([false, 1, 5]);
    expect(detail.split("; ")).to.deep.equal([
      'blue-1: DOWN 1/2 L7STS/500 Internal, "Server" Error in 7 ms',
      "blue-2: UP 2/3 L7OK/200 in 5 ms",
      "blue-3: its container does not run (its name does not resolve)",
      "blue-4: the router has no such server",
    ]);
  });

  it("say that a generation without servers is not healthy", () => {
    expect(healthOf([], [])).to.include({ healthy: false, of: 0 });
  });
});

describe("HAProxy's state of its servers", () => {
  it("holds address, name, ports, weight and whether a slot is in maintenance", () => {
    const text = `1
# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_fqdn srv_port srv_check_port
4 g01 1 g01s01 172.21.0.5 2 68 256 blue-0 8080 8081
4 g01 2 g01s02 - 0 100 3 blue-1 8080 0
4 g01 3 g01s03 192.0.2.1 0 5 0 - 80 0
`;
    expect(parseServersState(text)).to.deep.equal([
      {
        slot: "g01s01",
        address: "172.21.0.5",
        name: "blue-0",
        port: 8080,
        checkPort: 8081,
        weight: 256,
        maintenance: false,
      },
      { slot: "g01s02", name: "blue-1", port: 8080, checkPort: 0, weight: 3, maintenance: false },
      { slot: "g01s03", address: "192.0.2.1", port: 80, checkPort: 0, weight: 0, maintenance: true },
    ]);
  });
});

describe("the ring of requests", () => {
  it("holds a request's server, status and latency to the head of its answer", () => {
    expect(parseRequestLine("g01s01 200 1 2 30 17")).to.deep.equal({
      slot: "g01s01",
      status: 200,
      latencyMs: 33,
    });
    expect(parseRequestLine("g01s01 503 0 -1 -1 18")).to.deep.equal({ slot: "g01s01", status: 503 });
    expect(parseRequestLine("something else")).to.equal(undefined);
  });

  it("is read on from the last line that was seen, and as a whole when that one is gone", () => {
    const lines = ["a 1", "b 2", "c 3"];
    expect(linesAfter(lines, "b 2")).to.deep.equal(["c 3"]);
    expect(linesAfter(lines, "c 3")).to.deep.equal([]);
    expect(linesAfter(lines, "z 9")).to.deep.equal(lines);
    expect(linesAfter(lines, undefined)).to.deep.equal(lines);
  });
});
