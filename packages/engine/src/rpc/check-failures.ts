import { CheckFailure as Message } from "@pulumi/pulumi/proto/provider_pb";
import type { CheckFailure } from "../provider";

export function failureMessages(failures: readonly CheckFailure[]): Message[] {
  return failures.map(({ property, reason }) => {
    const message = new Message();
    message.setProperty(property);
    message.setReason(reason);
    return message;
  });
}
