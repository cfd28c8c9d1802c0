interface Deployment {
  readonly resources?: readonly Readonly<Record<string, unknown>>[];
  readonly pending_operations?: readonly {
    readonly resource: { readonly urn?: unknown };
    readonly type: string;
  }[];
}

/** Fields that say nothing about what an engine decided. */
const INCIDENTAL = new Set(["created", "modified", "sourcePosition", "stackTrace"]);

/**
 * A state without what differs from run to run and from machine to machine, in an order of its own.
 * @param whole - whether providers, nulls and empty lists are kept
 */
export function normalState(deployment: Deployment, whole = false): unknown {
  const resources = (deployment.resources ?? [])
    .filter((resource) => whole || !String(resource.urn).includes("pulumi:providers:"))
    .map((resource) => normalResource(resource, whole));
  resources.sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
  const operations = (deployment.pending_operations ?? []).map(
    ({ resource, type }) => `${type} ${resource.urn}`,
  );
  return { resources, operations: operations.sort(compare) };
}

function normalResource(resource: Readonly<Record<string, unknown>>, whole: boolean): unknown {
  const isProvider = String(resource.urn).includes("pulumi:providers:");
  const entries = Object.entries(resource)
    .filter(([key]) => !INCIDENTAL.has(key))
    .map(([key, value]): [string, unknown] => {
      if (key === "provider") return [key, String(value).split("::").slice(0, -1).join("::")];
      if (key === "dependencies") return [key, [...(value as string[])].sort(compare)];
      if (key === "id" && isProvider) return [key, "an id"];
      return [key, sorted(value, whole && key !== "propertyDependencies")];
    });
  return Object.fromEntries(entries.sort(([a], [b]) => compare(a, b)));
}

function sorted(value: unknown, whole: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => sorted(item, whole));
  if (typeof value === "string") return whole ? anywhere(value) : value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, item]) => key !== "__provider" && (whole || !isEmptyList(item)),
  );
  return Object.fromEntries(
    entries
      .sort(([a], [b]) => compare(a, b))
      .map(([key, item]) => [key, key === "plaintext" ? sortedText(item) : sorted(item, whole)]),
  );
}

/** The JSON text inside of a secret; in which order its keys stand says nothing. */
function sortedText(text: unknown): unknown {
  try {
    return JSON.stringify(sorted(JSON.parse(String(text)), true));
  } catch {
    return text;
  }
}

/** A text without what differs from run to run and from machine to machine. */
export function anywhere(text: string): string {
  if (text.length > 20_000) return `${text.length} characters`;
  return text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<uuid>")
    .replace(/127\.0\.0\.1:\d+/g, "<address>")
    .replace(/\/[^\s"':]*\/\.anew\/conformance\/(real|embedded)-[^/"]*/g, "<folder>");
}

function isEmptyList(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
