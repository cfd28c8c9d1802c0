import { status } from "@grpc/grpc-js";

/** An error that is answered with a code of its own. */
export class RpcError extends Error {
  private constructor(
    readonly code: status,
    message: string,
  ) {
    super(message);
  }

  static invalidArgument(message: string): RpcError {
    return new RpcError(status.INVALID_ARGUMENT, message);
  }

  static failedPrecondition(message: string): RpcError {
    return new RpcError(status.FAILED_PRECONDITION, message);
  }

  /** A method that newer engines have, as gRPC itself refuses it. */
  static unknownMethod(service: string, method: string): RpcError {
    return new RpcError(status.UNIMPLEMENTED, `unknown method ${method} for service ${service}`);
  }
}
