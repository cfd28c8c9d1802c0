import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import {
  DeploymentInfo,
  type ReadResourceRequest,
  type RegisterErrorHookRequest,
  type RegisterPackageRequest,
  type RegisterResourceHookRequest,
  type RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  type RegisterResourceResponse,
  type ResourceCallRequest,
  type ResourceInvokeRequest,
  type SupportsFeatureRequest,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Deployment } from "../deploy/deployment";
import type { HookRunner } from "../deploy/hooks";
import type { ProgramSettings } from "../program/settings";
import type { ProviderRegistry } from "../providers/registry";
import type { ResourceState } from "../state/resource-state";
import { mapEntries, withoutOutputValues } from "../values";
import { AssetHashes } from "./asset-hashes";
import { Callbacks } from "./callbacks";
import { DefaultProviders } from "./default-providers";
import { DefaultVersions } from "./default-versions";
import { FEATURES, supportsFeature } from "./features";
import { errorHook, resourceHook } from "./hook-callbacks";
import { Invokes } from "./invokes";
import { Methods } from "./methods";
import { Packages } from "./packages";
import { ProvidersInUse } from "./providers-in-use";
import { Reads } from "./reads";
import { registrationResponse } from "./registration-response";
import { Registrations } from "./registrations";
import { RemoteComponents } from "./remote-components";
import { RpcError } from "./rpc-error";
import { runInfo } from "./run-info";
import { SettledResources } from "./settled-resources";
import { fromStruct } from "./struct";
import { TransformLists } from "./transform-lists";
import type { Answers } from "./unary";

/** What else a monitor needs for plugins that register resources themselves. */
export interface MonitorSurroundings {
  /** Where plugins reach it. */
  readonly address: () => Promise<string>;
  /** What the last run left. */
  readonly base: Iterable<ResourceState>;
}

/** The service through which a program registers its resources. */
export class Monitor {
  private readonly callbacks = new Callbacks();
  private readonly assetHashes: AssetHashes;
  private readonly transforms = new TransformLists();
  private readonly packages = new Packages();
  private readonly registrations: Registrations;
  private readonly reads: Reads;
  private readonly invokes: Invokes;
  private readonly methods: Methods;
  private waiting: (() => void) | undefined;
  private programEnded!: () => void;
  /** Resolves when the program says that it will register nothing more. */
  readonly signalled = new Promise<void>((resolve) => {
    this.programEnded = resolve;
  });

  constructor(
    private readonly settings: ProgramSettings,
    private readonly deployment: Deployment,
    registry: ProviderRegistry,
    private readonly hooks: HookRunner,
    private readonly answers: Answers,
    { address, base }: MonitorSurroundings,
  ) {
    const { callbacks, packages, transforms } = this;
    const settled = new SettledResources();
    const versions = new DefaultVersions(base);
    const defaults = new DefaultProviders(
      (goal) => deployment.register(goal),
      (name) => settings.packageConfig(name),
      versions,
    );
    const providers = new ProvidersInUse(defaults, registry);
    const info = () => runInfo(settings, address);
    const fail = (error: Error) => deployment.fail(error);
    const remote = new RemoteComponents(info, (...component) => this.registerEmpty(...component), fail);
    this.assetHashes = new AssetHashes(settings.programFolder);
    this.registrations = new Registrations({
      deployment,
      callbacks,
      assetHashes: this.assetHashes,
      transforms,
      providers,
      packages,
      registry,
      versions,
      settled,
      remote,
      folder: settings.programFolder,
    });
    this.reads = new Reads(deployment, providers, packages, settled);
    this.invokes = new Invokes(callbacks, transforms, providers, packages, settled, settings.preview);
    const providerOf = (urn: string) => this.registrations.providerOf(urn);
    this.methods = new Methods(providers, packages, providerOf, info, fail);
  }

  /** The service's methods. */
  service(): UntypedServiceImplementation {
    const { answers } = this;
    const done = () => new Empty();
    return {
      getDeploymentInfo: answers.unary(() => this.deploymentInfo()),
      supportsFeature: answers.unary((request: SupportsFeatureRequest) => {
        const response = new SupportsFeatureResponse();
        response.setHassupport(supportsFeature(request.getId()));
        return response;
      }),
      registerResource: answers.unary((request: RegisterResourceRequest) => this.registerResource(request)),
      registerResourceOutputs: answers.unary((request: RegisterResourceOutputsRequest) =>
        this.registerOutputs(request).then(done),
      ),
      readResource: answers.unary((request: ReadResourceRequest) => this.reads.read(request)),
      existsResource: answers.unary(() => {
        throw RpcError.unknownMethod("pulumirpc.ResourceMonitor", "ExistsResource");
      }),
      invoke: answers.unary((request: ResourceInvokeRequest) => this.invokes.invoke(request)),
      call: answers.unary((request: ResourceCallRequest) => this.methods.call(request)),
      registerStackTransform: answers.unary((callback: Callback) => {
        this.transforms.ofStack.push(callback);
        return new Empty();
      }),
      registerStackInvokeTransform: answers.unary((callback: Callback) => {
        this.transforms.ofInvokes.push(callback);
        return new Empty();
      }),
      registerResourceHook: answers.unary((request: RegisterResourceHookRequest) => {
        const callback = request.getCallback()!;
        const hook = resourceHook(this.callbacks, callback, request.getOnDryRun(), request.getIgnoreErrors());
        this.hooks.register(request.getName(), hook);
        return new Empty();
      }),
      registerErrorHook: answers.unary((request: RegisterErrorHookRequest) => {
        this.hooks.register(request.getName(), errorHook(this.callbacks, request.getCallback()!));
        return new Empty();
      }),
      registerPackage: answers.unary((request: RegisterPackageRequest) => this.packages.register(request)),
      signalAndWaitForShutdown: answers.unary(async () => {
        if (this.waiting) throw new Error("Already waiting for shutdown");
        await new Promise<void>((resolve) => {
          this.waiting = resolve;
          this.programEnded();
        });
        return new Empty();
      }),
    };
  }

  /** Lets a program go that waits for the end of the run. */
  release(): void {
    this.waiting?.();
  }

  close(): void {
    this.callbacks.close();
  }

  private deploymentInfo(): DeploymentInfo {
    const { settings } = this;
    const info = new DeploymentInfo();
    info.setProject(settings.project);
    info.setStack(settings.stack);
    info.setOrganization(settings.organization);
    for (const [key, value] of Object.entries(settings.config)) info.getConfigMap().set(key, value);
    info.setConfigsecretkeysList([...settings.secretKeys]);
    info.setDryrun(settings.preview);
    info.setParallel(settings.parallel);
    info.setSupportedfeaturesList([...FEATURES]);
    return info;
  }

  private async registerResource(request: RegisterResourceRequest): Promise<RegisterResourceResponse> {
    return registrationResponse(request, await this.registrations.register(request));
  }

  private async registerEmpty(type: string, name: string, parent: string): Promise<string> {
    const request = new RegisterResourceRequest();
    request.setType(type);
    request.setName(name);
    request.setParent(parent);
    return (await this.registrations.register(request)).state.urn;
  }

  private async registerOutputs(request: RegisterResourceOutputsRequest): Promise<void> {
    const outputs = mapEntries(fromStruct(request.getOutputs()), withoutOutputValues);
    await this.deployment.registerOutputs(request.getUrn(), await this.assetHashes.complete(outputs));
  }
}
