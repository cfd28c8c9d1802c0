import { type ResourceInvokeRequest, ResourceInvokeResponse } from "@pulumi/pulumi/proto/resource_pb";
import { typePackage } from "../urn";
import type { Callbacks } from "./callbacks";
import { failureMessages } from "./check-failures";
import type { Packages } from "./packages";
import type { ProvidersInUse } from "./providers-in-use";
import type { SettledResources } from "./settled-resources";
import { fromStruct, toStruct } from "./struct";
import type { TransformLists } from "./transform-lists";
import { transformInvoke } from "./transforms";

/** Serves the functions of packages. */
export class Invokes {
  constructor(
    private readonly callbacks: Callbacks,
    private readonly transforms: TransformLists,
    private readonly providers: ProvidersInUse,
    private readonly packages: Packages,
    private readonly settled: SettledResources,
    private readonly preview: boolean,
  ) {}

  async invoke(request: ResourceInvokeRequest): Promise<ResourceInvokeResponse> {
    const token = request.getTok();
    const packageName = typePackage(token);
    const { args, ...options } = await transformInvoke(this.callbacks, this.transforms.ofInvokes, {
      token,
      args: fromStruct(request.getArgs()),
      provider: this.providers.named(request.getProvider(), new Map(), request.getParent(), packageName),
      version: request.getVersion(),
      url: request.getPlugindownloadurl(),
    });
    const { version, url, provider } = options;
    const wanted = this.packages.request(request.getPackageref(), packageName, version, url);
    const client = await this.providers.client(wanted, provider, token).catch((error: Error) => {
      throw new Error(`Invoke: ${error.message}`);
    });
    const response = new ResourceInvokeResponse();
    if (await this.settled.anyAbsent(request.getDependsonList())) {
      response.setUnknown(true);
      return response;
    }
    const result = await client.invoke(token, args, this.preview).catch((error: Error) => {
      throw new Error(`invocation of ${token} returned an error: ${error.message}`);
    });
    const resources = request.getAcceptresources() || token === "pulumi:pulumi:getResource";
    response.setReturn(toStruct(result.outputs, { unknowns: true, secrets: true, resources }));
    response.setFailuresList(failureMessages(result.failures));
    return response;
  }
}
