import { setTimeout as sleep } from "node:timers/promises";
import { Metadata, type ServiceError } from "@grpc/grpc-js";
import type { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { call } from "../rpc/unary";
import { isConnectionLost, wireError } from "./grpc-errors";
import type { Plugin } from "./grpc-provider";

/** How long a plugin may take to answer at its port, in milliseconds; as the real engine's. */
const READY = 10_000;
/** How long it may take until a lost connection is known to be an ended process, in milliseconds. */
const END = 1_000;
/** How long a plugin may take to hear that it is to end, in milliseconds; as the real engine's. */
const CANCEL = 5_000;

/** Sends calls to a plugin; a plugin that is gone is told as such. */
export class GrpcSender {
  constructor(
    private readonly client: ResourceProviderClient,
    private readonly plugin: Plugin,
  ) {}

  /** Resolves when somebody answers at the plugin's address. @throws Error after ten seconds */
  async ready(): Promise<void> {
    const connected = new Promise<Error | undefined>((resolve) => {
      this.client.waitForReady(Date.now() + READY, resolve);
    });
    const outcome = await Promise.race([connected, this.plugin.ended]);
    if (outcome === undefined) return;
    const why = typeof outcome === "string" ? outcome : `nobody answers at ${this.plugin.address}`;
    throw new Error(`${this.plugin.name} did not begin to serve: ${why}`);
  }

  /**
   * @param explain - what an error of the plugin means
   * @throws Error of the plugin, or that it is gone
   */
  async send<Request, Response>(
    method: keyof ResourceProviderClient,
    request: Request,
    explain: (error: unknown) => Error = wireError,
  ): Promise<Response> {
    const invoke = this.client[method] as unknown as (
      request: Request,
      done: (error: ServiceError | null, response: Response) => void,
    ) => unknown;
    try {
      return await call(invoke.bind(this.client), request);
    } catch (error) {
      const gone = isConnectionLost(error) ? await this.gone() : undefined;
      if (gone === undefined) throw explain(error);
      throw new Error(`${this.plugin.name} ended while it was asked to ${verb(String(method))}: ${gone}`);
    }
  }

  /** The error of a call that was sent without an explanation. */
  error(error: unknown): Error {
    return "code" in (error as object) ? wireError(error) : (error as Error);
  }

  /** Tells the plugin that it is to end, and waits until it has heard. */
  cancel(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.client.cancel(new Empty(), new Metadata(), { deadline: Date.now() + CANCEL }, (error) =>
        error ? reject(error) : resolve(),
      );
    });
  }

  private gone(): Promise<string | undefined> {
    const limit = new AbortController();
    return Promise.race([
      this.plugin.ended,
      sleep(END, undefined, { signal: limit.signal }).catch(() => undefined),
    ]).finally(() => limit.abort());
  }
}

/** `create` of `create`, `check config` of `checkConfig`. */
function verb(method: string): string {
  return method.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
