import type * as pulumi from "@pulumi/pulumi";

/** What the SDK's Outputs know of themselves; not in their typings. */
interface OutputInternals<T> {
  readonly isKnown: Promise<boolean>;
  promise(withUnknowns?: boolean): Promise<T>;
}

/** The value of an Output, or undefined where a preview does not know it. */
async function knownValue<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const internals = output as unknown as OutputInternals<T>;
  return (await internals.isKnown) ? internals.promise() : undefined;
}

export { knownValue };
