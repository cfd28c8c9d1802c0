import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import {
  type GetRootResourceRequest,
  GetRootResourceResponse,
  type LogRequest,
  LogSeverity,
  RequirePulumiVersionResponse,
  type SetRootResourceRequest,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Diagnostics } from "../deploy/diagnostics";
import type { Answers } from "./unary";

const SEVERITIES = {
  [LogSeverity.DEBUG]: "debug",
  [LogSeverity.INFO]: "info",
  [LogSeverity.WARNING]: "warning",
  [LogSeverity.ERROR]: "error",
} as const;

/** The service through which programs and plugins log. */
export class EngineService {
  private root = "";

  constructor(
    private readonly diagnostics: Diagnostics,
    private readonly answers: Answers,
  ) {}

  /** The service's methods. */
  service(): UntypedServiceImplementation {
    const { answers } = this;
    return {
      log: answers.unary((request: LogRequest) => {
        this.log(request);
        return new Empty();
      }),
      getRootResource: answers.unary((_: GetRootResourceRequest) => {
        const response = new GetRootResourceResponse();
        response.setUrn(this.root);
        return response;
      }),
      setRootResource: answers.unary((request: SetRootResourceRequest) => {
        this.root = request.getUrn();
        return new SetRootResourceResponse();
      }),
      startDebugging: answers.unary(() => new Empty()),
      requirePulumiVersion: answers.unary(() => new RequirePulumiVersionResponse()),
    };
  }

  private log(request: LogRequest): void {
    const urn = request.getUrn();
    const message = request.getMessage();
    const severity = SEVERITIES[request.getSeverity()];
    if (severity === "error") this.diagnostics.error(urn, message);
    else
      this.diagnostics.listener({
        kind: "message",
        severity,
        urn,
        message,
        ephemeral: request.getEphemeral(),
      });
  }
}
