import * as grpc from "@grpc/grpc-js";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import {
  type Callback,
  CallbackInvokeRequest,
  type CallbackInvokeResponse,
} from "@pulumi/pulumi/proto/callback_pb";
import { CHANNEL_OPTIONS, call } from "./unary";

/** Calls functions that the program serves: transforms and hooks. */
export class Callbacks {
  private readonly clients = new Map<string, CallbacksClient>();

  /** Sends an encoded request and returns the encoded response. */
  async invoke(callback: Callback, payload: Uint8Array): Promise<Uint8Array> {
    const request = new CallbackInvokeRequest();
    request.setToken(callback.getToken());
    request.setRequest(payload);
    const client = this.client(callback.getTarget());
    const response = await call<CallbackInvokeRequest, CallbackInvokeResponse>(
      (message, done) => client.invoke(message, done),
      request,
    );
    return response.getResponse_asU8();
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
    this.clients.clear();
  }

  private client(target: string): CallbacksClient {
    if (target === "") throw new Error("target must be specified");
    let client = this.clients.get(target);
    if (!client) {
      client = new CallbacksClient(target, grpc.credentials.createInsecure(), CHANNEL_OPTIONS);
      this.clients.set(target, client);
    }
    return client;
  }
}
