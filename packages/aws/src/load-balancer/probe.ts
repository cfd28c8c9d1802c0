import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { type HealthCheckSpec, reasonOf } from "@anew/core";

/** Where a probe is sent. */
interface ProbeTarget {
  /** Scheme, host and port: `http://web-1.eu-central-1.elb.amazonaws.com:9000`. */
  readonly address: string;
  /** The name in its Host header and its TLS handshake. @default the address's own */
  readonly host?: string;
}

/** Asks a service's own health check once. @returns why it is not healthy; undefined where it is */
async function probe(
  { address, host }: ProbeTarget,
  check: HealthCheckSpec & { readonly kind: "http" },
): Promise<string | undefined> {
  const url = new URL(check.path, address);
  const { from, to } = check.status;
  try {
    const status = await statusOf(url, host, check.probeTimeout);
    return status >= from && status <= to
      ? undefined
      : `${url} answered ${status}, expected ${from === to ? from : `${from}-${to}`}`;
  } catch (error) {
    return `${url}: ${reasonOf(error)}`;
  }
}

function statusOf(url: URL, host: string | undefined, timeoutMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const ask = url.protocol === "https:" ? tlsRequest : plainRequest;
    const options = {
      signal,
      agent: false as const,
      headers: { "user-agent": "anew", ...(host !== undefined && { host }) },
      ...(host !== undefined && { servername: host }),
    };
    const request = ask(url, options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", (error) => {
      reject(signal.aborted ? new Error(`no answer within ${timeoutMs / 1000} s`) : error);
    });
    request.end();
  });
}

export type { ProbeTarget };
export { probe };
