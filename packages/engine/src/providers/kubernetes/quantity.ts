const DECIMAL = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const BINARY = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const NANO = 1_000_000_000n;

/**
 * A quantity as the API server writes it: `0.5` becomes `500m`, `1024Mi` becomes `1Gi`. What is none, or has a decimal
 * exponent, stays as it is.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function canonicalQuantity(text: string): string {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([a-zA-Z]*)$/.exec(text);
  if (!match) return text;
  const [, sign = "", whole = "", fraction = "", suffix = ""] = match;
  const isBinary = suffix.endsWith("i");
  const power = (isBinary ? BINARY : DECIMAL).indexOf(suffix);
  if (power < 0 || whole + fraction === "") return text;
  const digits = BigInt(whole + fraction);
  const factor = isBinary ? 1024n ** BigInt(power) * NANO : 1000n ** BigInt(power);
  const scale = 10n ** BigInt(fraction.length);
  const product = digits * factor;
  // Nothing is finer than a nano; what is finer is rounded up.
  const nanos = product / scale + (product % scale === 0n ? 0n : 1n);
  if (nanos === 0n) return "0";
  return (sign === "-" ? "-" : "") + (isBinary ? binary(nanos) : decimal(nanos));
}

function decimal(nanos: bigint): string {
  return largest(nanos, 1000n, DECIMAL);
}

function binary(nanos: bigint): string {
  // Less than 1024, and parts of one, have no binary form.
  if (nanos < 1024n * NANO || nanos % NANO !== 0n) return decimal(nanos);
  return largest(nanos / NANO, 1024n, BINARY);
}

/** With the largest suffix that leaves a whole number. */
function largest(value: bigint, base: bigint, suffixes: readonly string[]): string {
  let rest = value;
  let power = 0;
  while (rest % base === 0n && power < suffixes.length - 1) {
    rest /= base;
    power++;
  }
  return `${rest}${suffixes[power]}`;
}
