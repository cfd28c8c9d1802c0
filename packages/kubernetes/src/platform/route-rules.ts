import type { Split } from "@anew/core";
import type { RouteListen } from "../route";
import type { BackendRef, HttpRouteRule } from "./objects";

/** What a rule without a weight means. @see https://gateway-api.sigs.k8s.io/reference/spec/#backendref */
const DEFAULT_WEIGHT = 1;

/** The rules of an HTTPRoute: one for each path, all with the same weights. */
function routeRules(listen: readonly RouteListen[], backends: readonly BackendRef[]): HttpRouteRule[] {
  const paths = [...new Set(listen.map((one) => one.path))].sort();
  return (paths.length === 0 ? ["/"] : paths).map((value) => ({
    matches: [{ path: { type: "PathPrefix", value } }],
    backendRefs: [...backends],
  }));
}

/** The Services that rules send traffic to, with their percent; what is not a generation keeps a name of its own. */
function splitOf(
  rules: readonly HttpRouteRule[],
  generationOf: (service: string) => string | undefined,
): Split {
  const splits = rules
    .filter((rule) => (rule.backendRefs ?? []).length > 0)
    .map((rule) => percents(rule.backendRefs ?? [], generationOf));
  const [first = {}, ...others] = splits;
  const text = JSON.stringify(first);
  return others.every((other) => JSON.stringify(other) === text) ? first : { "rules that differ": 100 };
}

function percents(
  backends: readonly BackendRef[],
  generationOf: (service: string) => string | undefined,
): Split {
  const weights = new Map<string, number>();
  for (const backend of backends) {
    const name = generationOf(backend.name) ?? `Service ${backend.name}`;
    weights.set(name, (weights.get(name) ?? 0) + weightOf(backend));
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const shares = [...weights].filter(([, weight]) => weight > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(shares.map(([name, weight]) => [name, (weight * 100) / total]));
}

function weightOf(backend: BackendRef): number {
  return backend.weight ?? DEFAULT_WEIGHT;
}

/** The distinct backends of all rules. */
function backendsOf(rules: readonly HttpRouteRule[]): BackendRef[] {
  const backends = rules.flatMap((rule) => rule.backendRefs ?? []);
  return [...new Map(backends.map((backend) => [backend.name, backend])).values()];
}

export { backendsOf, routeRules, splitOf, weightOf };
