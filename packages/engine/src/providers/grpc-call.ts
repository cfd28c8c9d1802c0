import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { ConstructCall, ConstructResult, MethodCall, MethodResult } from "../provider";
import { fromStruct, toStruct } from "../rpc/struct";
import type { WireOptions } from "../values/wire";
import { failuresOf } from "./grpc-messages";

type Dependencies = Readonly<Record<string, readonly string[]>>;

/** A component's request. */
export function constructRequest(call: ConstructCall, wire: WireOptions): messages.ConstructRequest {
  const { info, options } = call;
  const request = new messages.ConstructRequest();
  request.setProject(info.project);
  request.setStack(info.stack);
  request.setOrganization(info.organization);
  for (const [key, value] of Object.entries(info.config)) request.getConfigMap().set(key, value);
  request.setConfigsecretkeysList([...info.configSecretKeys]);
  request.setDryrun(info.preview);
  request.setParallel(info.parallel);
  request.setMonitorendpoint(info.monitorAddress);
  request.setType(call.type);
  request.setName(call.name);
  request.setParent(call.parent);
  request.setInputs(toStruct(call.inputs, wire));
  for (const [key, urns] of Object.entries(call.inputDependencies)) {
    const list = new messages.ConstructRequest.PropertyDependencies();
    list.setUrnsList([...urns]);
    request.getInputdependenciesMap().set(key, list);
  }
  for (const [name, provider] of options.getProvidersMap().entries()) {
    request.getProvidersMap().set(name, provider);
  }
  request.setDependenciesList(options.getDependsOnList());
  request.setAliasesList(options.getAliasesList());
  if (options.hasProtect()) request.setProtect(options.getProtect()!);
  if (options.hasRetainOnDelete()) request.setRetainondelete(options.getRetainOnDelete()!);
  if (options.hasDeleteBeforeReplace()) request.setDeletebeforereplace(options.getDeleteBeforeReplace()!);
  request.setAdditionalsecretoutputsList(options.getAdditionalSecretOutputsList());
  request.setDeletedwith(options.getDeletedWith());
  request.setReplaceWithList(options.getReplaceWithList());
  request.setIgnorechangesList(options.getIgnoreChangesList());
  request.setReplaceonchangesList(options.getReplaceOnChangesList());
  const trigger = options.getReplacementTrigger();
  if (trigger) request.setReplacementTrigger(trigger);
  const timeouts = options.getCustomTimeouts();
  if (timeouts) request.setCustomtimeouts(timeoutsOf(timeouts));
  const hooks = options.getHooks();
  if (hooks) request.setResourceHooks(hooksOf(hooks));
  request.setAcceptsOutputValues(true);
  return request;
}

/** What a plugin says of the component that it made. */
export function constructResult(response: messages.ConstructResponse): ConstructResult {
  return {
    urn: response.getUrn(),
    outputs: fromStruct(response.getState()),
    dependencies: dependenciesOf(response.getStatedependenciesMap()),
  };
}

/** A method's request. */
export function callRequest(call: MethodCall, wire: WireOptions): messages.CallRequest {
  const { info } = call;
  const request = new messages.CallRequest();
  request.setTok(call.token);
  request.setArgs(toStruct(call.args, wire));
  for (const [key, urns] of Object.entries(call.argDependencies)) {
    const list = new messages.CallRequest.ArgumentDependencies();
    list.setUrnsList([...urns]);
    request.getArgdependenciesMap().set(key, list);
  }
  request.setProject(info.project);
  request.setStack(info.stack);
  for (const [key, value] of Object.entries(info.config)) request.getConfigMap().set(key, value);
  request.setDryrun(info.preview);
  request.setParallel(info.parallel);
  request.setMonitorendpoint(info.monitorAddress);
  request.setAcceptsOutputValues(true);
  return request;
}

/** What a method returned. */
export function callResult(response: messages.CallResponse): MethodResult {
  return {
    outputs: fromStruct(response.getReturn()),
    dependencies: dependenciesOf(response.getReturndependenciesMap()),
    failures: failuresOf(response.getFailuresList()),
  };
}

function dependenciesOf(map: { entries(): Iterable<[string, { getUrnsList(): string[] }]> }): Dependencies {
  return Object.fromEntries([...map.entries()].map(([key, list]) => [key, list.getUrnsList()]));
}

function timeoutsOf(given: RegisterResourceRequest.CustomTimeouts): messages.ConstructRequest.CustomTimeouts {
  const timeouts = new messages.ConstructRequest.CustomTimeouts();
  timeouts.setCreate(given.getCreate());
  timeouts.setUpdate(given.getUpdate());
  timeouts.setDelete(given.getDelete());
  timeouts.setRead(given.getRead());
  return timeouts;
}

/** Error hooks are not handed on, as the real engine does not. */
function hooksOf(
  given: RegisterResourceRequest.ResourceHooksBinding,
): messages.ConstructRequest.ResourceHooksBinding {
  const hooks = new messages.ConstructRequest.ResourceHooksBinding();
  hooks.setBeforeCreateList(given.getBeforeCreateList());
  hooks.setAfterCreateList(given.getAfterCreateList());
  hooks.setBeforeUpdateList(given.getBeforeUpdateList());
  hooks.setAfterUpdateList(given.getAfterUpdateList());
  hooks.setBeforeDeleteList(given.getBeforeDeleteList());
  hooks.setAfterDeleteList(given.getAfterDeleteList());
  return hooks;
}
