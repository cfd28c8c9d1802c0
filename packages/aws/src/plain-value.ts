import * as pulumi from "@pulumi/pulumi";

/** Whether a value is known as the program was written: no Output, no promise. */
function isPlain(value: unknown): boolean {
  return !pulumi.Output.isInstance(value) && !(value instanceof Promise);
}

/** The members of what was written as `{…}`; none for an Output, whose value is checked when it is known. */
function plainRecord(value: unknown): Readonly<Record<string, unknown>> {
  const plain = typeof value === "object" && value !== null && isPlain(value);
  return plain && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}

/** The items of an array; none for what is none. */
function plainList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export { isPlain, plainList, plainRecord };
