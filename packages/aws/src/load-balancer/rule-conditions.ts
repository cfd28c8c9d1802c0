import type { AwsListen } from "./listen-args";

/** Values that the conditions of one rule may have in all: AWS's own limit. */
const MAX_CONDITION_VALUES = 5;

/** An address range of documentation, from which no request ever comes. @see https://www.rfc-editor.org/rfc/rfc5737 */
const NOWHERE = "192.0.2.0/32";

/** A condition of a listener rule, as `@pulumi/aws` takes it. */
type Condition =
  | { readonly hostHeader: { readonly values: string[] } }
  | { readonly pathPattern: { readonly values: string[] } }
  | { readonly sourceIp: { readonly values: string[] } };

/** Which requests of a listener are a group's. */
function conditionsOf({
  host,
  path = "/",
  from = [],
}: Pick<AwsListen, "host" | "path" | "from">): Condition[] {
  const conditions: Condition[] = [];
  if (host !== undefined) {
    conditions.push({ hostHeader: { values: [host.toLowerCase()] } });
  }
  if (path !== "/") {
    // On borders of path segments: /shop and /shop/cart, but not /shopping.
    const base = path.replace(/\/+$/, "");
    conditions.push({ pathPattern: { values: [base, `${base}/*`] } });
  }
  if (from.length > 0) {
    conditions.push({ sourceIp: { values: [...from] } });
  }
  // A rule needs a condition.
  return conditions.length > 0 ? conditions : [{ pathPattern: { values: ["/*"] } }];
}

/**
 * The condition of a rule that no request ever meets. It keeps a generation's target group in use by its load balancer, so
 * that targets may be registered and are checked before any traffic comes.
 */
const NEVER: readonly Condition[] = [{ sourceIp: { values: [NOWHERE] } }];

function valuesIn(conditions: readonly Condition[]): number {
  return conditions.flatMap((one) => Object.values(one)).reduce((sum, { values }) => sum + values.length, 0);
}

export type { Condition };
export { conditionsOf, MAX_CONDITION_VALUES, NEVER, valuesIn };
