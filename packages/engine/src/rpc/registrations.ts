import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { RegisterResourceRequest, TransformResourceOptions } from "@pulumi/pulumi/proto/resource_pb";
import type { Deployment } from "../deploy/deployment";
import type { Goal } from "../deploy/goal";
import type { Registered } from "../deploy/step";
import { isProviderType } from "../provider-reference";
import type { ProviderRegistry } from "../providers/registry";
import { typePackage } from "../urn";
import { mapEntries, type PropertyMap, withoutOutputValues } from "../values";
import type { AssetHashes } from "./asset-hashes";
import type { Callbacks } from "./callbacks";
import type { DefaultVersions } from "./default-versions";
import { goalOptions, optionsOf } from "./goal-from-request";
import {
  asOutputs,
  type InputDependencies,
  inputDependencies,
  withDependencies,
  withOutputDependencies,
} from "./input-dependencies";
import type { Packages } from "./packages";
import { inheritOptions } from "./parent-options";
import { providerResourceInputs } from "./provider-resource-inputs";
import { type ProvidersInUse, providersOf } from "./providers-in-use";
import type { RemoteComponents, RemoteResult } from "./remote-components";
import { RpcError } from "./rpc-error";
import type { SettledResources } from "./settled-resources";
import { positionText } from "./source-position";
import { fromStruct } from "./struct";
import type { TransformLists } from "./transform-lists";
import { transformResource } from "./transforms";

/** What registrations are made with. */
export interface RegistrationParts {
  readonly deployment: Deployment;
  readonly callbacks: Callbacks;
  readonly assetHashes: AssetHashes;
  readonly transforms: TransformLists;
  readonly providers: ProvidersInUse;
  readonly packages: Packages;
  readonly registry: ProviderRegistry;
  readonly versions: DefaultVersions;
  readonly settled: SettledResources;
  readonly remote: RemoteComponents;
  /** The program's folder. */
  readonly folder: string;
}

/** A registration as its transforms have left it. */
interface Wanted {
  readonly inputs: PropertyMap;
  readonly options: TransformResourceOptions;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: InputDependencies;
}

/** Turns what programs send into goals: inherited options, transforms, providers and dependencies. */
export class Registrations {
  private readonly goals = new Map<string, Goal>();

  constructor(private readonly parts: RegistrationParts) {}

  /** The provider of a registered resource; undefined when there is none of that URN. */
  providerOf(urn: string): string | undefined {
    return this.goals.get(urn)?.provider;
  }

  /** Resolves when the resource is as the program wants it. @throws Error on a request that cannot be understood */
  async register(request: RegisterResourceRequest): Promise<Registered | RemoteResult> {
    const { settled, transforms, providers } = this.parts;
    const parent = request.getParent();
    const custom = request.getCustom();
    const end = settled.begin(parent);
    try {
      refuseUnsupported(request);
      inheritOptions(request, this.goals.get(parent));
      const own = transforms.own(request);
      const wanted = await this.transformed(request, own, parent);
      if (!custom) providers.passDown(wanted.options, parent);
      const registered = await (request.getRemote()
        ? this.construct(request, wanted)
        : this.registerGoal(await this.goalOf(request, wanted)));
      const { urn, id } = registered.state;
      transforms.registered(urn, parent, own);
      if (!custom) providers.registered(urn, wanted.options);
      settled.add(urn, parent, custom, id);
      return registered;
    } finally {
      end();
    }
  }

  private async registerGoal(goal: Goal): Promise<Registered> {
    const registered = await this.parts.deployment.register(goal);
    this.goals.set(registered.state.urn, goal);
    return registered;
  }

  /**
   * What a request wants after all transforms. As in the real engine, only a resource with transforms of its own gets
   * its dependencies anew from them; the stack's and the parents' add to single inputs' dependencies at most.
   */
  private async transformed(
    request: RegisterResourceRequest,
    own: readonly Callback[],
    parent: string,
  ): Promise<Wanted> {
    const { assetHashes, callbacks, transforms, providers } = this.parts;
    const hasOwn = request.getTransformsList().length > 0;
    const all = transforms.all(own, parent);
    const custom = request.getCustom();
    const type = request.getType();
    let inputs = await assetHashes.complete(fromStruct(request.getObject()));
    const given = inputDependencies(request, inputs);
    if (all.length > 0 || request.getRemote()) inputs = asOutputs(inputs);
    if (hasOwn) inputs = withDependencies(inputs, given);
    const options = optionsOf(request);
    if (custom || request.getRemote()) {
      const named = request.getProvider();
      options.setProvider(providers.named(named, providersOf(request), parent, typePackage(type)));
    }
    const name = request.getName();
    const result = await transformResource(callbacks, all, assetHashes, {
      type,
      name,
      custom,
      parent,
      inputs,
      options,
    });
    const propertyDependencies = withOutputDependencies(hasOwn ? {} : given, result.inputs);
    const dependencies = hasOwn
      ? [...result.options.getDependsOnList(), ...Object.values(propertyDependencies).flat()]
      : request.getDependenciesList();
    return { ...result, dependencies: [...new Set(dependencies)], propertyDependencies };
  }

  private async goalOf(request: RegisterResourceRequest, wanted: Wanted): Promise<Goal> {
    const type = request.getType();
    const custom = request.getCustom();
    const { options, dependencies, propertyDependencies } = wanted;
    const source = request.getSourceposition();
    const plain = mapEntries(wanted.inputs, withoutOutputValues);
    const isProvider = isProviderType(type);
    return {
      type,
      name: request.getName(),
      custom,
      inputs: isProvider ? providerResourceInputs(request, options, plain, this.parts) : plain,
      parent: request.getParent(),
      dependencies,
      propertyDependencies,
      provider: custom && !isProvider ? await this.provider(request, options) : "",
      ...goalOptions(options),
      ...(source ? { sourcePosition: positionText(source, this.parts.folder) } : {}),
    };
  }

  private async construct(request: RegisterResourceRequest, wanted: Wanted): Promise<RemoteResult> {
    const { registry } = this.parts;
    const provider = await this.provider(request, wanted.options);
    const client = registry.get(provider);
    if (!client) throw new Error(`unknown provider '${provider}'`);
    const { inputs, dependencies, propertyDependencies, options } = wanted;
    options.setDependsOnList([...dependencies]);
    return this.parts.remote.construct(client, {
      type: request.getType(),
      name: request.getName(),
      parent: request.getParent(),
      inputs,
      inputDependencies: propertyDependencies,
      options,
    });
  }

  private provider(request: RegisterResourceRequest, options: TransformResourceOptions): Promise<string> {
    const type = request.getType();
    const { packages, providers } = this.parts;
    const wanted = packages.request(
      request.getPackageref(),
      typePackage(type),
      options.getVersion(),
      options.getPluginDownloadUrl(),
    );
    return providers.reference(wanted, options.getProvider(), type);
  }
}

/** @throws RpcError on what this engine does not do, as the real one refuses it */
function refuseUnsupported(request: RegisterResourceRequest): void {
  // A program in process hands over messages of its own SDK, which may be older and know none.
  const migrations: readonly unknown[] = request.getStateMigrationsList?.() ?? [];
  if (migrations.length > 0) {
    throw RpcError.failedPrecondition("state migrations are not supported by this deployment");
  }
  const type = request.getType();
  if ((request.getCustom() || request.getRemote()) && type.split(":").length !== 3) {
    throw RpcError.invalidArgument(`Type '${type}' is not a valid type token (must have format '*:*:*')`);
  }
  if (request.getEnvvarmappingsMap().getLength() > 0 && !isProviderType(type)) {
    throw RpcError.invalidArgument("envVarMappings can only be used with provider resources");
  }
}
