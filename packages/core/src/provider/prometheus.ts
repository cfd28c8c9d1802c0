import type { Session } from "./platform";

/** A query and the limits that its value must keep. */
interface MetricQuery {
  /** For people; the query itself where absent. */
  readonly name?: string;
  /** PromQL. `$generation` stands for the id of the generation that bakes. */
  readonly query: string;
  readonly max?: number;
  readonly min?: number;
}

/** What a bake asks Prometheus. */
interface PrometheusPlan {
  /** Where it is, without `/api/v1`. */
  readonly url: string;
  readonly queries: readonly MetricQuery[];
}

/** How long one query may take, milliseconds. */
const QUERY_TIMEOUT_MS = 10_000;

/**
 * Asks a Prometheus about one generation. A query that gives no value, or NaN, concludes nothing; of one that gives
 * several series, each value must keep the limits.
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries
 */
class Prometheus {
  constructor(
    private readonly plan: PrometheusPlan,
    private readonly generation: string,
    private readonly session: Pick<Session, "fetch">,
  ) {}

  /** The limits that are broken now, in words. @throws Error when a query can't be answered */
  async broken(): Promise<string[]> {
    const answers = await Promise.all(
      this.plan.queries.map(async (query) => ({ query, values: await this.ask(query) })),
    );
    return answers.flatMap(({ query, values }) =>
      values.flatMap((value) => {
        const name = query.name ?? query.query;
        if (query.max !== undefined && value > query.max)
          return [`${name} is ${value}, allowed ${query.max}`];
        if (query.min !== undefined && value < query.min)
          return [`${name} is ${value}, at least ${query.min}`];
        return [];
      }),
    );
  }

  private async ask({ query }: MetricQuery): Promise<number[]> {
    const url = new URL(`${this.plan.url.replace(/\/+$/, "")}/api/v1/query`);
    url.searchParams.set("query", query.replaceAll("$generation", this.generation));
    const { status, body } = (await this.session.fetch?.(url)) ?? (await get(url));
    const answer = parse(body);
    if (answer?.status !== "success") {
      const reason = typeof answer?.error === "string" ? answer.error : `status ${status}`;
      throw new Error(`Prometheus at ${this.plan.url} does not answer ${JSON.stringify(query)}: ${reason}`);
    }
    return valuesOf(answer.data).filter((value) => !Number.isNaN(value));
  }
}

async function get(url: URL): Promise<{ status: number; body: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(QUERY_TIMEOUT_MS) });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    throw new Error(
      `Prometheus at ${url.origin} can't be reached: ${reason}. Start it, or correct bake.prometheus.url`,
    );
  }
}

interface Answer {
  readonly status?: unknown;
  readonly error?: unknown;
  readonly data?: unknown;
}

function parse(body: string): Answer | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    return typeof answer === "object" && answer !== null ? answer : undefined;
  } catch {
    return undefined;
  }
}

/** The values of a scalar or of each series of a vector: `[time, "value"]`. */
function valuesOf(data: unknown): number[] {
  const { resultType, result } = (data ?? {}) as { resultType?: unknown; result?: unknown };
  if (!Array.isArray(result)) return [];
  if (resultType === "scalar") return [numberOf(result[1])];
  return result.map((series: { value?: readonly unknown[] }) => numberOf(series.value?.[1]));
}

/** Prometheus writes infinity as "+Inf" and "-Inf". */
function numberOf(text: unknown): number {
  return Number(String(text).replace(/^([+-]?)Inf$/, "$1Infinity"));
}

export type { MetricQuery, PrometheusPlan };
export { Prometheus };
