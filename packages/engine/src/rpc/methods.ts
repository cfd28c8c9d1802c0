import { CallResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { ResourceCallRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { RunInfo } from "../provider";
import { formatProviderReference, isProviderType } from "../provider-reference";
import { typePackage } from "../urn";
import { type PropertyMap, type PropertyValue, ResourceReference, Unknown } from "../values";
import { failureMessages } from "./check-failures";
import { withOutputDependencies, withoutIdleOutputs } from "./input-dependencies";
import type { Packages } from "./packages";
import type { ProvidersInUse } from "./providers-in-use";
import { fromStruct, toStruct } from "./struct";

/** A method's first argument is the resource that it is called on. */
const SELF = "__self__";

/** Serves the methods of plugins' components, and of providers themselves. */
export class Methods {
  constructor(
    private readonly providers: ProvidersInUse,
    private readonly packages: Packages,
    /** The provider of a registered resource; empty for a component, undefined when there is no such resource. */
    private readonly providerOf: (urn: string) => string | undefined,
    private readonly info: () => Promise<RunInfo>,
    /** Ends the run: a method's failure is the program's. */
    private readonly fail: (error: Error) => void,
  ) {}

  async call(request: ResourceCallRequest): Promise<CallResponse> {
    const token = request.getTok();
    const args = withoutIdleOutputs(fromStruct(request.getArgs()));
    const { packageName, provider } = this.receiver(request, args);
    const wanted = this.packages.request(
      request.getPackageref(),
      packageName,
      request.getVersion(),
      request.getPlugindownloadurl(),
    );
    const client = await this.providers.client(wanted, provider, token);
    const given = Object.fromEntries(
      [...request.getArgdependenciesMap().entries()].map(([key, list]) => [key, list.getUrnsList()]),
    );
    const call = {
      info: await this.info(),
      token,
      args,
      argDependencies: withOutputDependencies(given, args),
    };
    const result = await client.call(call).catch((error: Error) => {
      const message = `call to function '${token}' failed: ${error.message}`;
      this.fail(new Error(message));
      throw new Error(message);
    });
    const response = new CallResponse();
    response.setReturn(toStruct(result.outputs, { unknowns: true, secrets: true, resources: true }));
    const dependencies = withOutputDependencies(result.dependencies, result.outputs);
    for (const [key, urns] of Object.entries(dependencies)) {
      const list = new CallResponse.ReturnDependencies();
      list.setUrnsList([...urns]);
      response.getReturndependenciesMap().set(key, list);
    }
    response.setFailuresList(failureMessages(result.failures));
    return response;
  }

  /** A method of a provider is its own to answer; others are their resource's provider's, or the default one's. */
  private receiver(
    request: ResourceCallRequest,
    args: PropertyMap,
  ): { packageName: string; provider: string } {
    const token = request.getTok();
    if (isProviderType(token)) {
      const [packageName, method, ...more] = token.slice(token.lastIndexOf(":") + 1).split("/");
      if (!packageName || !method || more.length > 0) {
        throw new Error(`invalid provider method token ${token}`);
      }
      const { urn, id } = self(args);
      if (id === undefined) throw new Error(`missing ${SELF}.id for provider method call`);
      return { packageName, provider: formatProviderReference(urn, id instanceof Unknown ? "" : id) };
    }
    const packageName = typePackage(token);
    if (request.getProvider() !== "") return { packageName, provider: request.getProvider() };
    if (args[SELF] === undefined) return { packageName, provider: "" };
    const { urn } = self(args);
    const provider = this.providerOf(urn);
    if (provider === undefined) throw new Error(`unknown resource ${urn}`);
    return { packageName, provider };
  }
}

function self(args: PropertyMap): ResourceReference {
  const value: PropertyValue | undefined = args[SELF];
  if (value instanceof ResourceReference) return value;
  throw new Error(`missing ${SELF}.urn for method call`);
}
