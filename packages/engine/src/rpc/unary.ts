import * as grpc from "@grpc/grpc-js";
import { RpcError } from "./rpc-error";

/**
 * Messages of any size that a machine can hold, as Pulumi's own processes allow. Without the register that gRPC keeps
 * of its servers and channels for introspection, because it holds on to what a run has left behind.
 */
export const CHANNEL_OPTIONS = {
  "grpc.enable_channelz": 0,
  "grpc.max_receive_message_length": 1024 * 1024 * 400,
  "grpc.max_send_message_length": 1024 * 1024 * 400,
} as const;

/** Calls a method of a generated client and waits for its answer. */
export function call<Request, Response>(
  invoke: (
    request: Request,
    callback: (error: grpc.ServiceError | null, response: Response) => void,
  ) => unknown,
  request: Request,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    invoke(request, (error, response) => (error ? reject(error) : resolve(response)));
  });
}

/** The text of an error that came over the wire, without the transport's code. */
export function errorText(error: unknown): string {
  if (
    error instanceof Error &&
    "details" in error &&
    typeof error.details === "string" &&
    error.details !== ""
  ) {
    return error.details;
  }
  return error instanceof Error ? error.message : String(error);
}

/** Answers calls, and can break off those that have no answer yet. */
export class Answers {
  private readonly open = new Set<(error: grpc.ServiceError | Partial<grpc.StatusObject>) => void>();
  private closed = false;

  /** A handler of a generated service from a function that returns a promise. */
  unary<Request, Response>(
    handle: (request: Request) => Promise<Response> | Response,
  ): grpc.handleUnaryCall<Request, Response> {
    return (incoming, callback) => {
      let answered = false;
      const refuse = (error: grpc.ServiceError | Partial<grpc.StatusObject>) => {
        if (answered) return;
        answered = true;
        this.open.delete(refuse);
        callback(error as grpc.ServiceError, null);
      };
      if (this.closed) return refuse(SHUT_DOWN);
      this.open.add(refuse);
      Promise.resolve()
        .then(() => handle(incoming.request))
        .then((response) => {
          if (answered) return;
          answered = true;
          this.open.delete(refuse);
          callback(null, response);
        })
        .catch((error: unknown) => {
          const code = error instanceof RpcError ? error.code : grpc.status.UNKNOWN;
          refuse({ code, details: errorText(error) });
        });
    };
  }

  /** Refuses every call without an answer, and all later ones. */
  shutDown(): void {
    this.closed = true;
    for (const refuse of [...this.open]) refuse(SHUT_DOWN);
  }
}

const SHUT_DOWN = { code: grpc.status.UNAVAILABLE, details: "resource monitor shut down" };
