import type { InputProblems } from "../input-problems";
import type { MetricQuery, PrometheusPlan } from "../provider/prometheus";
import type { PrometheusLimits } from "./group-args";

/** Checks what a bake asks Prometheus; every problem goes to `problems`. */
function prometheusPlan(given: PrometheusLimits, problems: InputProblems): PrometheusPlan {
  const { url, queries } = (given ?? {}) as Partial<PrometheusLimits>;
  if (!isHttp(url)) {
    problems.add({
      property: "bake.prometheus.url",
      given: url,
      expected: 'the address of a Prometheus, such as "http://127.0.0.1:9090"',
    });
  }
  const list: readonly unknown[] = Array.isArray(queries) ? queries : [];
  if (list.length === 0) {
    problems.add({
      property: "bake.prometheus.queries",
      given: queries,
      expected: "at least one { query, max } or { query, min }",
    });
  }
  return { url: String(url), queries: list.map((query, index) => metricQuery(query, index, problems)) };
}

function metricQuery(given: unknown, index: number, problems: InputProblems): MetricQuery {
  const at = (key: string) => `bake.prometheus.queries[${index}]${key}`;
  const { name, query, max, min } = (given ?? {}) as Record<keyof MetricQuery, unknown>;
  if (typeof query !== "string" || query.trim() === "") {
    problems.add({ property: at(".query"), given: query, expected: "a query in PromQL" });
  }
  if (name !== undefined && typeof name !== "string") {
    problems.add({ property: at(".name"), given: name, expected: "a text" });
  }
  for (const [key, limit] of Object.entries({ max, min })) {
    if (limit !== undefined && !Number.isFinite(limit)) {
      problems.add({ property: at(`.${key}`), given: limit, expected: "a number" });
    }
  }
  if (max === undefined && min === undefined) {
    problems.add({ property: at(""), given, expected: "a limit: max, min or both" });
  }
  return {
    query: String(query),
    ...(name === undefined ? {} : { name: String(name) }),
    ...(max === undefined ? {} : { max: Number(max) }),
    ...(min === undefined ? {} : { min: Number(min) }),
  };
}

function isHttp(url: unknown): boolean {
  return typeof url === "string" && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

export { prometheusPlan };
