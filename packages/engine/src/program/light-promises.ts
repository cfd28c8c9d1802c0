/** `@pulumi/pulumi/runtime/debuggable`, as far as it matters here. */
export interface Debuggable {
  /** Whether PULUMI_DEBUG_PROMISE_LEAKS asks where leaked promises come from. */
  readonly debugPromiseLeaks?: boolean;
  debuggablePromise: (...args: unknown[]) => unknown;
}

const light = new WeakSet<Debuggable>();

/**
 * The SDK notes the call stack of each of its promises (some thirty for one resource) for a message about promises that
 * never end. That is half of the time and half of the memory that a program takes, more under source maps, so it is
 * left out unless it is asked for; the message still names the resource and the property.
 */
export function makePromisesLight(debuggable: Debuggable): void {
  const { debuggablePromise } = debuggable;
  if (typeof debuggablePromise !== "function" || debuggable.debugPromiseLeaks || light.has(debuggable))
    return;
  light.add(debuggable);
  debuggable.debuggablePromise = (...args) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(...args);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
}
