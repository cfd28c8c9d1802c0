import * as grpc from "@grpc/grpc-js";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type {
  CheckCall,
  CheckResult,
  ConstructCall,
  ConstructResult,
  CreateCall,
  CreateResult,
  DeleteCall,
  DiffCall,
  DiffResult,
  InvokeResult,
  MethodCall,
  MethodResult,
  Parameterization,
  Provider,
  ProviderFeatures,
  ProviderIdentity,
  ReadCall,
  ReadResult,
  UpdateCall,
} from "../provider";
import { toStruct } from "../rpc/struct";
import { CHANNEL_OPTIONS } from "../rpc/unary";
import { urnType } from "../urn";
import type { PropertyMap } from "../values";
import type { WireOptions } from "../values/wire";
import { callRequest, callResult, constructRequest, constructResult } from "./grpc-call";
import { configureRequest } from "./grpc-configure";
import { configureError, isUnimplemented } from "./grpc-errors";
import { answered, checkResult, diffResult, failuresOf, named } from "./grpc-messages";
import { GrpcSender } from "./grpc-sender";
import { handshakeRequest } from "./handshake";
import { UNKNOWN_DIFF } from "./provider-client";

/** A provider that a plugin serves in a process of its own. */
export interface Plugin {
  /** For messages. */
  readonly name: string;
  /** Such as `127.0.0.1:43210`. */
  readonly address: string;
  /** Where the plugin's file is; absent when the engine did not start it. */
  readonly folder?: string;
  /** Resolves when the process is gone, with what is known of it. */
  readonly ended: Promise<string>;
  /** Ends the process. */
  stop(): Promise<void>;
}

/** Configurations go to plugins without marks of what is secret or a resource. */
const PLAIN: WireOptions = { unknowns: true };

/** A provider in a process of its own. */
export class GrpcProvider implements Provider {
  // Until the plugin tells: a configuration is sent with everything.
  features: ProviderFeatures = { secrets: true, resources: true };
  private wire: WireOptions = { unknowns: true, secrets: true, resources: true };
  private outputs = false;
  private settled = false;
  private cancelling: Promise<void> | undefined;
  private readonly sender: GrpcSender;

  private constructor(
    private readonly client: ResourceProviderClient,
    private readonly plugin: Plugin,
  ) {
    this.sender = new GrpcSender(client, plugin);
  }

  /**
   * Connects to a plugin and shakes hands.
   * @param engineAddress - where it logs
   * @throws Error when the plugin does not answer; it is then stopped
   */
  static async connect(plugin: Plugin, engineAddress: string): Promise<GrpcProvider> {
    const client = new ResourceProviderClient(
      plugin.address,
      grpc.credentials.createInsecure(),
      CHANNEL_OPTIONS,
    );
    const provider = new GrpcProvider(client, plugin);
    try {
      await provider.sender.ready();
      await provider.handshake(engineAddress);
      if (plugin.folder === undefined) await provider.attach(engineAddress);
      await provider.sender.send("getPluginInfo", new Empty());
    } catch (error) {
      client.close();
      await plugin.stop();
      throw error;
    }
    return provider;
  }

  async parameterize(parameter: Parameterization): Promise<{ name: string }> {
    const value = new messages.ParameterizeRequest.ParametersValue();
    value.setName(parameter.name);
    value.setVersion(parameter.version);
    value.setValue(parameter.value);
    const request = new messages.ParameterizeRequest();
    request.setValue(value);
    const response = await this.sender.send<messages.ParameterizeRequest, messages.ParameterizeResponse>(
      "parameterize",
      request,
    );
    return { name: response.getName() };
  }

  async checkConfig(urn: string, olds: PropertyMap | undefined, news: PropertyMap): Promise<CheckResult> {
    const request = named(new messages.CheckRequest(), { urn, type: urnType(urn) });
    request.setOlds(toStruct(olds ?? {}, PLAIN));
    request.setNews(toStruct(news, PLAIN));
    try {
      return checkResult(
        await this.sender.send<messages.CheckRequest, messages.CheckResponse>("checkConfig", request, asItIs),
      );
    } catch (error) {
      if (isUnimplemented(error)) return { inputs: news, failures: [] };
      throw this.sender.error(error);
    }
  }

  async diffConfig(
    urn: string,
    olds: PropertyMap,
    news: PropertyMap,
    ignoreChanges: readonly string[],
  ): Promise<DiffResult> {
    const request = named(new messages.DiffRequest(), { urn, type: urnType(urn) });
    request.setOldInputs(toStruct(olds, PLAIN));
    request.setOlds(toStruct(olds, PLAIN));
    request.setNews(toStruct(news, PLAIN));
    request.setIgnorechangesList([...ignoreChanges]);
    try {
      return diffResult(
        await this.sender.send<messages.DiffRequest, messages.DiffResponse>("diffConfig", request, asItIs),
      );
    } catch (error) {
      if (isUnimplemented(error)) return UNKNOWN_DIFF;
      throw this.sender.error(error);
    }
  }

  async configure(inputs: PropertyMap, identity?: ProviderIdentity): Promise<void> {
    const response = await this.sender.send<messages.ConfigureRequest, messages.ConfigureResponse>(
      "configure",
      configureRequest(inputs, identity),
      configureError,
    );
    if (this.settled) return;
    this.settle({
      secrets: response.getAcceptsecrets(),
      resources: response.getAcceptresources(),
      preview: response.getSupportspreview(),
      outputs: response.getAcceptoutputs(),
    });
  }

  async check(request: CheckCall): Promise<CheckResult> {
    const message = named(new messages.CheckRequest(), request);
    message.setOlds(toStruct(request.olds ?? {}, this.wire));
    message.setNews(toStruct(request.news, this.wire));
    message.setRandomseed(request.randomSeed);
    return checkResult(
      await this.sender.send<messages.CheckRequest, messages.CheckResponse>("check", message),
    );
  }

  async diff(request: DiffCall): Promise<DiffResult> {
    const message = named(new messages.DiffRequest(), request);
    message.setId(request.id);
    message.setOlds(this.old(request.oldOutputs));
    message.setOldInputs(this.old(request.oldInputs));
    message.setNews(this.old(request.news));
    message.setIgnorechangesList([...request.ignoreChanges]);
    return diffResult(await this.sender.send<messages.DiffRequest, messages.DiffResponse>("diff", message));
  }

  async create(request: CreateCall): Promise<CreateResult> {
    const message = named(new messages.CreateRequest(), request);
    message.setProperties(toStruct(request.news, this.wire));
    message.setTimeout(request.timeout ?? 0);
    message.setPreview(request.preview);
    const response = await this.sender.send<messages.CreateRequest, messages.CreateResponse>(
      "create",
      message,
    );
    return { id: response.getId(), outputs: answered(response.getProperties()) };
  }

  async read(request: ReadCall): Promise<ReadResult> {
    const message = named(new messages.ReadRequest(), request);
    message.setId(request.id);
    if (!request.importing) {
      message.setInputs(this.old(request.inputs));
      message.setProperties(this.old(request.outputs));
    }
    const response = await this.sender.send<messages.ReadRequest, messages.ReadResponse>("read", message);
    const inputs = response.getInputs();
    return {
      ...(response.getId() ? { id: response.getId() } : {}),
      ...(inputs ? { inputs: answered(inputs) } : {}),
      outputs: answered(response.getProperties()),
    };
  }

  async update(request: UpdateCall): Promise<{ outputs: PropertyMap }> {
    const message = named(new messages.UpdateRequest(), request);
    message.setId(request.id);
    message.setOlds(this.old(request.oldOutputs));
    message.setOldInputs(this.old(request.oldInputs));
    message.setNews(toStruct(request.news, this.wire));
    message.setTimeout(request.timeout ?? 0);
    message.setIgnorechangesList([...request.ignoreChanges]);
    message.setPreview(request.preview);
    const response = await this.sender.send<messages.UpdateRequest, messages.UpdateResponse>(
      "update",
      message,
    );
    return { outputs: answered(response.getProperties()) };
  }

  async delete(request: DeleteCall): Promise<void> {
    const message = named(new messages.DeleteRequest(), request);
    message.setId(request.id);
    message.setProperties(this.old(request.outputs));
    message.setOldInputs(this.old(request.oldInputs));
    message.setTimeout(request.timeout ?? 0);
    await this.sender.send("delete", message);
  }

  async invoke(token: string, args: PropertyMap, preview = false): Promise<InvokeResult> {
    const message = new messages.InvokeRequest();
    message.setTok(token);
    message.setArgs(toStruct(args, { ...this.wire, unknowns: false }));
    message.setPreview(preview);
    const response = await this.sender.send<messages.InvokeRequest, messages.InvokeResponse>(
      "invoke",
      message,
    );
    return { outputs: answered(response.getReturn()), failures: failuresOf(response.getFailuresList()) };
  }

  async construct(call: ConstructCall): Promise<ConstructResult> {
    if (!this.features.secrets) throw new Error("plugins that can construct components must support secrets");
    const request = constructRequest(call, { ...this.wire, outputs: this.outputs });
    return constructResult(
      await this.sender.send<messages.ConstructRequest, messages.ConstructResponse>("construct", request),
    );
  }

  async call(call: MethodCall): Promise<MethodResult> {
    const wire = { unknowns: true, secrets: true, resources: true, outputs: this.outputs };
    return callResult(
      await this.sender.send<messages.CallRequest, messages.CallResponse>("call", callRequest(call, wire)),
    );
  }

  cancel(): void {
    // Whether it was heard does not matter: the calls under way end or are ended.
    this.cancelling ??= this.sender.cancel().catch(() => {});
  }

  async close(): Promise<void> {
    this.cancel();
    await this.cancelling;
    this.client.close();
    await this.plugin.stop();
  }

  private async handshake(engineAddress: string): Promise<void> {
    const request = handshakeRequest(engineAddress, this.plugin.folder);
    const response = await this.sender
      .send<messages.ProviderHandshakeRequest, messages.ProviderHandshakeResponse>(
        "handshake",
        request,
        asItIs,
      )
      .catch((error: unknown) => {
        if (isUnimplemented(error)) return undefined;
        throw new Error(
          `failed to shake hands with ${this.plugin.name}: ${this.sender.error(error).message}`,
        );
      });
    if (!response) return;
    this.settle({
      secrets: response.getAcceptSecrets(),
      resources: response.getAcceptResources(),
      preview: true,
      outputs: response.getAcceptOutputs(),
    });
  }

  private async attach(engineAddress: string): Promise<void> {
    const request = new PluginAttach();
    request.setAddress(engineAddress);
    await this.sender.send("attach", request);
  }

  /** What the plugin says first holds: in its handshake, else in the answer to its configuration. */
  private settle(features: Required<ProviderFeatures> & { readonly outputs: boolean }): void {
    const { secrets, resources, preview, outputs } = features;
    this.settled = true;
    this.features = { secrets, resources, preview };
    this.outputs = outputs;
    this.wire = { unknowns: true, secrets, resources };
  }

  /** What a plugin was given before: it needs no contents of files. */
  private old(map: PropertyMap) {
    return toStruct(map, { ...this.wire, hashesOnly: true });
  }
}

const asItIs = (error: unknown) => error as Error;
