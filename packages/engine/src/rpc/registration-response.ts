import {
  type RegisterResourceRequest,
  RegisterResourceResponse,
  Result,
} from "@pulumi/pulumi/proto/resource_pb";
import { containsUnknowns, type PropertyMap } from "../values";
import type { InputDependencies } from "./input-dependencies";
import { toStruct } from "./struct";

/** What became of a registration. */
export interface Answered {
  readonly state: {
    readonly urn: string;
    readonly id: string;
    readonly outputs?: PropertyMap | undefined;
  };
  readonly unknown?: boolean;
  /** Of a run that goes on after failures. */
  readonly failure?: unknown;
  readonly dependencies?: InputDependencies;
}

/** What the program is told. @throws Error when it failed, and the program takes no failures */
export function registrationResponse(
  request: RegisterResourceRequest,
  { state, unknown, failure, dependencies }: Answered,
): RegisterResourceResponse {
  if (failure && !request.getSupportsresultreporting()) throw new Error("resource registration failed");
  // A component's outputs can name resources that are still to be registered.
  const hasOutputs = request.getCustom() || request.getRemote();
  let outputs: PropertyMap = hasOutputs ? (state.outputs ?? {}) : {};
  if (!request.getSupportspartialvalues()) {
    outputs = Object.fromEntries(Object.entries(outputs).filter(([, value]) => !containsUnknowns(value)));
  }
  const response = new RegisterResourceResponse();
  response.setUrn(state.urn);
  response.setId(state.id);
  response.setObject(
    toStruct(outputs, {
      unknowns: true,
      secrets: request.getAcceptsecrets(),
      resources: request.getAcceptresources(),
    }),
  );
  for (const [key, urns] of Object.entries(dependencies ?? {})) {
    const list = new RegisterResourceResponse.PropertyDependencies();
    list.setUrnsList([...urns]);
    response.getPropertydependenciesMap().set(key, list);
  }
  response.setUnknown(unknown ?? false);
  if (failure) response.setResult(Result.FAIL);
  return response;
}
