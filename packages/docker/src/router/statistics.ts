/** A server's row of `show stat`. */
interface ServerStatistics {
  readonly slot: string;
  /** "UP", "UP 1/3", "DOWN", "MAINT (resolution)", … */
  readonly status: string;
  /** Requests in flight, queued ones too. */
  readonly inFlight: number;
  /** "L7OK", "L4CON", …, without the mark of a check in progress; empty before the first. */
  readonly checkStatus: string;
  readonly checkCode: string;
  readonly checkMs: string;
  /** What the check got, in words. */
  readonly checkText: string;
  /** Ended requests and failed ones, ever since HAProxy started. */
  readonly requests: number;
  readonly failures: number;
}

/** Servers of a `show stat <backend> 4 -1`. */
function parseStatistics(csv: string): ServerStatistics[] {
  const [header, ...lines] = csv.split("\n").filter((line) => line !== "");
  const names = (header ?? "").replace(/^# /, "").split(",");
  return lines.map((line) => {
    const values = splitCsv(line);
    const field = (name: string): string => values[names.indexOf(name)] ?? "";
    const number = (name: string): number => Number(field(name)) || 0;
    const answered = ["1xx", "2xx", "3xx", "4xx", "5xx", "other"]
      .map((kind) => number(`hrsp_${kind}`))
      .reduce((a, b) => a + b, 0);
    const broken = number("econ") + number("eresp");
    return {
      slot: field("svname"),
      status: field("status"),
      inFlight: number("scur") + number("qcur"),
      checkStatus: field("check_status").replace(/^\* /, ""),
      checkCode: field("check_code"),
      checkMs: field("check_duration"),
      checkText: field("last_chk"),
      requests: answered + broken,
      failures: number("hrsp_5xx") + broken,
    };
  });
}

/** Fields of a CSV line (RFC 4180): a field in quotes may hold commas. */
function splitCsv(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) =>
    match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll('""', '"'),
  );
}

export type { ServerStatistics };
export { parseStatistics };
