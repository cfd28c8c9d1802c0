import * as pulumi from "@pulumi/pulumi";

/** The members of what was written as `{…}`; none for an Output, whose value is checked when it is known. */
function plainRecord(value: unknown): Readonly<Record<string, unknown>> {
  const plain = typeof value === "object" && value !== null && !pulumi.Output.isInstance(value);
  return plain && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}

/** The items of an array; none for what is none. */
function plainList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export { plainList, plainRecord };
