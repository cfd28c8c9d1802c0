import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import {
  TransformInvokeOptions,
  TransformInvokeRequest,
  TransformInvokeResponse,
  TransformRequest,
  type TransformResourceOptions,
  TransformResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import type { PropertyMap } from "../values";
import type { AssetHashes } from "./asset-hashes";
import type { Callbacks } from "./callbacks";
import { fromStruct, toStruct } from "./struct";

const EVERYTHING = { secrets: true, unknowns: true, resources: true, outputs: true };

/** A resource as a transform may change it. */
export interface Transformable {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly parent: string;
  readonly inputs: PropertyMap;
  readonly options: TransformResourceOptions;
}

/** Runs transforms in order; each sees what the one before has made. */
export async function transformResource(
  callbacks: Callbacks,
  transforms: readonly Callback[],
  hashes: AssetHashes,
  resource: Transformable,
): Promise<Transformable> {
  let current = resource;
  for (const transform of transforms) {
    const request = new TransformRequest();
    request.setType(current.type);
    request.setName(current.name);
    request.setCustom(current.custom);
    request.setParent(current.parent);
    request.setProperties(toStruct(current.inputs, EVERYTHING));
    request.setOptions(current.options);
    const answer = TransformResponse.deserializeBinary(
      await callbacks.invoke(transform, request.serializeBinary()),
    );
    const properties = answer.getProperties();
    current = {
      ...current,
      inputs: properties ? await hashes.complete(fromStruct(properties)) : current.inputs,
      options: answer.getOptions() ?? current.options,
    };
  }
  return current;
}

/** An invoke as a transform may change it. */
export interface TransformableInvoke {
  readonly token: string;
  readonly args: PropertyMap;
  readonly provider: string;
  readonly version: string;
  /** Where the plugin comes from. */
  readonly url: string;
}

/** Runs invoke transforms in order. */
export async function transformInvoke(
  callbacks: Callbacks,
  transforms: readonly Callback[],
  invoke: TransformableInvoke,
): Promise<TransformableInvoke> {
  let current = invoke;
  for (const transform of transforms) {
    const request = new TransformInvokeRequest();
    request.setToken(current.token);
    request.setArgs(toStruct(current.args, EVERYTHING));
    const options = new TransformInvokeOptions();
    options.setProvider(current.provider);
    options.setVersion(current.version);
    options.setPluginDownloadUrl(current.url);
    request.setOptions(options);
    const bytes = await callbacks.invoke(transform, request.serializeBinary());
    const answer = TransformInvokeResponse.deserializeBinary(bytes);
    const args = answer.getArgs();
    const changed = answer.getOptions();
    current = {
      token: current.token,
      args: args ? fromStruct(args) : current.args,
      provider: changed ? changed.getProvider() : current.provider,
      version: changed ? changed.getVersion() : current.version,
      url: changed ? changed.getPluginDownloadUrl() : current.url,
    };
  }
  return current;
}
