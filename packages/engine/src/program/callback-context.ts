import { AsyncResource } from "node:async_hooks";

/** The SDK's server of transforms and hooks. */
export interface CallbackServer {
  readonly _target: Promise<unknown>;
  readonly _callbacks: Map<string, (...args: unknown[]) => unknown>;
}

/**
 * Lets transforms and hooks run in the context of the program that registered them. They are called over a connection,
 * whose context is nobody's: there the SDK would know neither the program's settings nor what the engine can do, and
 * send secrets as plain values.
 */
export function keepContext(store: { callbacks?: CallbackServer | undefined }): void {
  let current = store.callbacks;
  Object.defineProperty(store, "callbacks", {
    configurable: true,
    enumerable: true,
    get: () => current,
    set(server: CallbackServer | undefined) {
      current = server;
      if (!server) return;
      const { _callbacks: callbacks } = server;
      const set = callbacks.set.bind(callbacks);
      callbacks.set = (token, callback) => set(token, AsyncResource.bind(callback));
    },
  });
}
