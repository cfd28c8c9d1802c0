/**
 * The sum of a metric over all of its series, in Prometheus' text format; undefined where it has none.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
function sumOf(text: string, metric: string): number | undefined {
  let sum: number | undefined;
  for (const line of text.split("\n")) {
    const [, name, value] = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{.*\})?\s+(\S+)/.exec(line) ?? [];
    if (name === metric && value !== undefined && !Number.isNaN(Number(value))) {
      sum = (sum ?? 0) + Number(value);
    }
  }
  return sum;
}

export { sumOf };
