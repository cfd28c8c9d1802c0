import { type ReadResourceRequest, ReadResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import type { Deployment } from "../deploy/deployment";
import { isProviderType } from "../provider-reference";
import { typePackage } from "../urn";
import { mapEntries, withoutOutputValues } from "../values";
import type { Packages } from "./packages";
import type { ProvidersInUse } from "./providers-in-use";
import type { SettledResources } from "./settled-resources";
import { fromStruct, toStruct } from "./struct";

/** Serves the reading of resources that are there already. */
export class Reads {
  constructor(
    private readonly deployment: Deployment,
    private readonly providers: ProvidersInUse,
    private readonly packages: Packages,
    private readonly settled: SettledResources,
  ) {}

  async read(request: ReadResourceRequest): Promise<ReadResourceResponse> {
    const type = request.getType();
    const parent = request.getParent();
    const { state } = await this.deployment.read({
      id: request.getId(),
      type,
      name: request.getName(),
      parent,
      inputs: mapEntries(fromStruct(request.getProperties()), withoutOutputValues),
      dependencies: request.getDependenciesList(),
      provider: isProviderType(type) ? request.getProvider() : await this.provider(request, type),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    });
    this.settled.add(state.urn, parent, true, state.id);
    const response = new ReadResourceResponse();
    response.setUrn(state.urn);
    const options = {
      unknowns: true,
      secrets: request.getAcceptsecrets(),
      resources: request.getAcceptresources(),
    };
    response.setProperties(toStruct(state.outputs ?? {}, options));
    return response;
  }

  private provider(request: ReadResourceRequest, type: string): Promise<string> {
    const wanted = this.packages.request(
      request.getPackageref(),
      typePackage(type),
      request.getVersion(),
      request.getPlugindownloadurl(),
    );
    return this.providers.reference(wanted, request.getProvider(), type);
  }
}
