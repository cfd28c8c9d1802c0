import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import {
  ErrorHookRequest,
  ErrorHookResponse,
  RegisterResourceRequest,
  ResourceHookRequest,
  ResourceHookResponse,
  ResourceOptions,
} from "@pulumi/pulumi/proto/resource_pb";
import type { Failure, Hook, HookCall } from "../deploy/hooks";
import type { ResourceState } from "../state/resource-state";
import { urnName } from "../urn";
import type { PropertyMap } from "../values";
import type { Callbacks } from "./callbacks";
import { toStruct, toValue } from "./struct";

const EVERYTHING = { secrets: true, unknowns: true, resources: true, outputs: true };

/** A hook whose function the program serves. */
export function resourceHook(
  callbacks: Callbacks,
  callback: Callback,
  onDryRun: boolean,
  ignoreErrors: boolean,
): Hook {
  const run = async (call: HookCall) => {
    const request = new ResourceHookRequest();
    fill(request, call);
    if (call.newOutputs) request.setNewOutputs(toStruct(call.newOutputs, EVERYTHING));
    const answer = await callbacks.invoke(callback, request.serializeBinary());
    const error = ResourceHookResponse.deserializeBinary(answer).getError();
    if (error) throw new Error(error);
  };
  return { kind: "resource", onDryRun, ignoreErrors, run };
}

/** An error hook whose function the program serves. */
export function errorHook(callbacks: Callbacks, callback: Callback): Hook {
  const run = async (call: HookCall, failure: Failure) => {
    const request = new ErrorHookRequest();
    fill(request, call);
    request.setFailedOperation(failure.operation);
    request.setErrorsList([...failure.messages]);
    const response = ErrorHookResponse.deserializeBinary(
      await callbacks.invoke(callback, request.serializeBinary()),
    );
    if (response.getError()) throw new Error(response.getError());
    return response.getRetry();
  };
  return { kind: "error", run };
}

function fill(request: ResourceHookRequest | ErrorHookRequest, call: HookCall): void {
  const state = (call.new ?? call.old)!;
  request.setUrn(state.urn);
  request.setId(state.id);
  request.setName(urnName(state.urn));
  request.setType(state.type);
  const struct = (map: PropertyMap) => toStruct(map, EVERYTHING);
  if (call.newInputs) request.setNewInputs(struct(call.newInputs));
  if (call.oldInputs) request.setOldInputs(struct(call.oldInputs));
  if (call.oldOutputs) request.setOldOutputs(struct(call.oldOutputs));
  if (call.old) request.setOldOptions(optionsOf(call.old));
  if (call.new) request.setNewOptions(optionsOf(call.new));
}

/** A resource's options as hooks see them. */
function optionsOf(state: ResourceState): ResourceOptions {
  const options = new ResourceOptions();
  options.setDependsOnList([...state.dependencies]);
  options.setProtect(state.protect);
  options.setIgnoreChangesList([...state.ignoreChanges]);
  options.setReplaceOnChangesList([...state.replaceOnChanges]);
  options.setAliasesList(
    state.aliases.map((urn) => {
      const alias = new Alias();
      alias.setUrn(urn);
      return alias;
    }),
  );
  options.setProvider(state.provider);
  const timeouts = new RegisterResourceRequest.CustomTimeouts();
  const text = (seconds: number) => (seconds === 0 ? "" : `${seconds}s`);
  timeouts.setCreate(text(state.customTimeouts.create));
  timeouts.setUpdate(text(state.customTimeouts.update));
  timeouts.setDelete(text(state.customTimeouts.delete));
  options.setCustomTimeouts(timeouts);
  options.setRetainOnDelete(state.retainOnDelete);
  options.setDeletedWith(state.deletedWith);
  options.setAdditionalSecretOutputsList([...state.additionalSecretOutputs]);
  options.setReplaceWithList([...state.replaceWith]);
  options.setHooks(hooksOf(state));
  options.setImport(state.importId);
  if (state.replacementTrigger !== null)
    options.setReplacementTrigger(toValue(state.replacementTrigger, EVERYTHING));
  options.setParent(state.parent);
  return options;
}

function hooksOf(state: ResourceState): RegisterResourceRequest.ResourceHooksBinding {
  const { hooks } = state;
  const binding = new RegisterResourceRequest.ResourceHooksBinding();
  binding.setBeforeCreateList([...(hooks.BeforeCreate ?? [])]);
  binding.setAfterCreateList([...(hooks.AfterCreate ?? [])]);
  binding.setBeforeUpdateList([...(hooks.BeforeUpdate ?? [])]);
  binding.setAfterUpdateList([...(hooks.AfterUpdate ?? [])]);
  binding.setBeforeDeleteList([...(hooks.BeforeDelete ?? [])]);
  binding.setAfterDeleteList([...(hooks.AfterDelete ?? [])]);
  binding.setOnErrorList([...(hooks.OnError ?? [])]);
  return binding;
}
