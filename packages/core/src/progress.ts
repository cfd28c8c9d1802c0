import { createRequire } from "node:module";
import type * as engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb";
import type * as enginePb from "@pulumi/pulumi/proto/engine_pb";

/** Says something about a resource while its operation runs. */
interface Progress {
  /** Shown live on the resource's line, and not kept. */
  step(message: string): void;
  /** Kept among the update's diagnostics. */
  info(message: string): void;
  warn(message: string): void;
  /** Resolves when everything said has reached the engine. */
  flush(): Promise<void>;
}

type Metadata = Exclude<Parameters<engineGrpc.EngineClient["log"]>[1], (...args: never[]) => unknown>;
type Credentials = ConstructorParameters<typeof engineGrpc.EngineClient>[1];

/** Quiet: outside of a provider's process nobody listens. */
const noProgress: Progress = {
  step: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  flush: async () => undefined,
};

/** The longest that a message may take, milliseconds: progress never holds an operation up. */
const LOG_TIMEOUT_MS = 2_000;

/**
 * Progress lines on the line of the resource `urn`, by the engine's `Log` call with `ephemeral` messages.
 * Inside a dynamic provider's process the engine's address is the process's first argument.
 * @see https://github.com/pulumi/pulumi/blob/master/proto/pulumi/engine.proto
 */
function progressTo(urn: string, engineAddress: string | undefined = process.argv[2]): Progress {
  if (engineAddress === undefined || !/:\d+$/.test(engineAddress)) {
    return noProgress;
  }
  // The very gRPC library that the stubs were made for: a second copy would not accept the first one's credentials.
  const grpc = createRequire(require.resolve("@pulumi/pulumi"))("@grpc/grpc-js") as {
    readonly credentials: { createInsecure(): Credentials };
    readonly Metadata: new () => Metadata;
  };
  const metadata = new grpc.Metadata();
  const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb") as typeof engineGrpc;
  const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb") as typeof enginePb;
  const client = new EngineClient(engineAddress, grpc.credentials.createInsecure());
  const pending = new Set<Promise<void>>();
  let last = "";
  const log = (severity: enginePb.LogSeverity, message: string, ephemeral: boolean) => {
    const request = new LogRequest();
    request.setSeverity(severity);
    request.setMessage(message);
    request.setUrn(urn);
    request.setEphemeral(ephemeral);
    const sent = new Promise<void>((resolve) => {
      client.log(request, metadata, { deadline: Date.now() + LOG_TIMEOUT_MS }, () => resolve());
    });
    pending.add(sent);
    void sent.then(() => pending.delete(sent));
  };
  return {
    step: (message) => {
      if (message !== last) {
        last = message;
        log(LogSeverity.INFO, message, true);
      }
    },
    info: (message) => log(LogSeverity.INFO, message, false),
    warn: (message) => log(LogSeverity.WARNING, message, false),
    flush: async () => {
      await Promise.all(pending);
      client.close();
    },
  };
}

export type { Progress };
export { noProgress, progressTo };
