import { canonicalJson, type Json } from "../canonical-json";

/** Whether two sets of properties agree in all keys but the ignored ones. */
function sameInputs(
  a: { readonly [key: string]: unknown },
  b: { readonly [key: string]: unknown },
  keys: readonly string[],
): boolean {
  return keys.every(
    (key) => canonicalJson((a[key] ?? null) as Json) === canonicalJson((b[key] ?? null) as Json),
  );
}

export { sameInputs };
