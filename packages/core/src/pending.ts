import type * as pulumi from "@pulumi/pulumi";

/** Stands for a value that nobody knows yet: an Output that is unknown at preview. */
export const PENDING: unique symbol = Symbol("not known yet");

/** Whether a value cannot be looked at now: {@link PENDING}, an Output, or a promise. */
export function isPending(value: unknown): boolean {
  return value === PENDING || isOutput(value) || isPromise(value);
}

/** Whether a value is an Output, of whichever copy of the SDK. */
export function isOutput(value: unknown): value is pulumi.Output<unknown> {
  // The SDK's own mark (pulumi.Output.isInstance); reading it here saves loading the SDK.
  return (
    typeof value === "object" && value !== null && "__pulumiOutput" in value && value.__pulumiOutput === true
  );
}

/** Whether a value is a promise, or anything else that can be awaited. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
