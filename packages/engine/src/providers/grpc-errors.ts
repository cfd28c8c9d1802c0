import * as grpc from "@grpc/grpc-js";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { Any } from "google-protobuf/google/protobuf/any_pb";
import { PartialFailure } from "../partial-failure";
import { errorText } from "../rpc/unary";
import { answered } from "./grpc-messages";

export function isUnimplemented(error: unknown): boolean {
  return (error as grpc.ServiceError).code === grpc.status.UNIMPLEMENTED;
}

/** Whether the error is the connection's and not the provider's. */
export function isConnectionLost(error: unknown): boolean {
  const { code } = error as grpc.ServiceError;
  return code === grpc.status.UNAVAILABLE || code === grpc.status.CANCELLED;
}

/** The error as the engine knows it: with what exists nevertheless, where the provider tells. */
export function wireError(error: unknown): Error {
  const message = errorText(error);
  for (const any of detailsOf(error)) {
    if (!any.getTypeUrl().endsWith("pulumirpc.ErrorResourceInitFailed")) continue;
    const failed = messages.ErrorResourceInitFailed.deserializeBinary(any.getValue_asU8());
    const inputs = failed.getInputs();
    return new PartialFailure(
      message,
      failed.getId(),
      answered(failed.getProperties()),
      failed.getReasonsList(),
      inputs ? answered(inputs) : undefined,
    );
  }
  return new Error(message);
}

/** A configuration's error, with each key that is missing. */
export function configureError(error: unknown): Error {
  const missing: string[] = [];
  for (const any of detailsOf(error)) {
    if (!any.getTypeUrl().endsWith("pulumirpc.ConfigureErrorMissingKeys")) continue;
    const keys = messages.ConfigureErrorMissingKeys.deserializeBinary(any.getValue_asU8());
    for (const key of keys.getMissingkeysList()) {
      missing.push(
        `missing required configuration key "${key.getName()}": ${key.getDescription()}\n` +
          `Set a value using the command \`pulumi config set ${key.getName()} <value>\`.`,
      );
    }
  }
  return missing.length > 0 ? new Error(missing.join("\n")) : wireError(error);
}

function detailsOf(error: unknown): Any[] {
  const [details] = (error as grpc.ServiceError).metadata?.get("grpc-status-details-bin") ?? [];
  if (!Buffer.isBuffer(details)) return [];
  return Status.deserializeBinary(details).getDetailsList() as unknown as Any[];
}
