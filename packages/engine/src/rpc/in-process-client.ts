import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { status } from "@grpc/grpc-js";

type Callback = (error: Error | null, response?: unknown) => void;
type Handler = (call: { request: unknown }, callback: (error: unknown, response: unknown) => void) => void;

/** The calls of a program that the engine has not answered yet. */
export class CallsInFlight {
  private count = 0;
  private waiting: (() => void)[] = [];

  begin(): void {
    this.count++;
  }

  end(): void {
    this.count--;
    if (this.count === 0) for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** Resolves when there are none. */
  async none(): Promise<void> {
    if (this.count > 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}

/**
 * A client of a service in the same process, without a connection in between.
 */
export function inProcessClient(
  service: UntypedServiceImplementation,
  calls: CallsInFlight,
): Record<string, unknown> {
  const methods = Object.entries(service).map(([name, handler]) => {
    const method = (request: unknown, ...rest: unknown[]) => {
      const callback = rest.at(-1) as Callback;
      calls.begin();
      (handler as unknown as Handler)({ request }, (error, response) => {
        calls.end();
        if (error) callback(asError(error));
        else callback(null, response);
      });
    };
    return [name, method];
  });
  return { ...Object.fromEntries(methods), close() {} };
}

function asError(error: unknown): Error {
  const { code, details } = error as { code: number; details: string };
  return Object.assign(new Error(`${code} ${status[code]}: ${details}`), { code, details });
}
