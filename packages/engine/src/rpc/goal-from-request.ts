import type { Alias as AliasMessage } from "@pulumi/pulumi/proto/alias_pb";
import { Alias as AliasClass } from "@pulumi/pulumi/proto/alias_pb";
import { type RegisterResourceRequest, TransformResourceOptions } from "@pulumi/pulumi/proto/resource_pb";
import type { Alias, Goal } from "../deploy/goal";
import { type CustomTimeouts, type HookKind, type HookNames, NO_TIMEOUTS } from "../state/resource-state";
import { fromValue } from "./struct";

/** A request's options in the form in which transforms see and change them. */
export function optionsOf(request: RegisterResourceRequest): TransformResourceOptions {
  const options = new TransformResourceOptions();
  options.setImport(request.getImportid());
  options.setDependsOnList(request.getDependenciesList());
  if (request.hasProtect()) options.setProtect(request.getProtect()!);
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  const trigger = request.getReplacementTrigger();
  if (trigger) options.setReplacementTrigger(trigger);
  options.setVersion(request.getVersion());
  const urns = request.getAliasurnsList().map((urn) => {
    const alias = new AliasClass();
    alias.setUrn(urn);
    return alias;
  });
  options.setAliasesList([...urns, ...request.getAliasesList()]);
  options.setProvider(request.getProvider());
  for (const [name, provider] of request.getProvidersMap().entries())
    options.getProvidersMap().set(name, provider);
  options.setHideDiffList(request.getHidediffsList());
  const timeouts = request.getCustomtimeouts();
  if (timeouts) options.setCustomTimeouts(timeouts);
  options.setPluginDownloadUrl(request.getPlugindownloadurl());
  if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete()!);
  options.setDeletedWith(request.getDeletedwith());
  options.setReplaceWithList(request.getReplaceWithList());
  if (request.getDeletebeforereplacedefined() || request.getDeletebeforereplace()) {
    options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  }
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  const hooks = request.getHooks();
  if (hooks) options.setHooks(hooks);
  return options;
}

/** The part of a goal that the options decide. */
export type GoalOptions = Pick<
  Goal,
  | "protect"
  | "deleteBeforeReplace"
  | "ignoreChanges"
  | "replaceOnChanges"
  | "replacementTrigger"
  | "additionalSecretOutputs"
  | "aliases"
  | "importId"
  | "customTimeouts"
  | "retainOnDelete"
  | "deletedWith"
  | "replaceWith"
  | "hooks"
>;

/** @throws Error on a timeout that cannot be read */
export function goalOptions(options: TransformResourceOptions): GoalOptions {
  return {
    ...(options.hasProtect() ? { protect: options.getProtect()! } : {}),
    ...(options.hasDeleteBeforeReplace() ? { deleteBeforeReplace: options.getDeleteBeforeReplace()! } : {}),
    ignoreChanges: options.getIgnoreChangesList(),
    replaceOnChanges: options.getReplaceOnChangesList(),
    replacementTrigger: fromValue(options.getReplacementTrigger()),
    additionalSecretOutputs: options.getAdditionalSecretOutputsList(),
    aliases: options.getAliasesList().map(aliasOf),
    importId: options.getImport(),
    customTimeouts: timeoutsOf(options),
    ...(options.hasRetainOnDelete() ? { retainOnDelete: options.getRetainOnDelete()! } : {}),
    deletedWith: options.getDeletedWith(),
    replaceWith: options.getReplaceWithList(),
    hooks: hooksOf(options),
  };
}

function aliasOf(message: AliasMessage): Alias {
  const spec = message.getSpec();
  if (!spec) return { urn: message.getUrn() };
  return {
    name: spec.getName(),
    type: spec.getType(),
    stack: spec.getStack(),
    project: spec.getProject(),
    parent: spec.getParenturn(),
    noParent: spec.getNoparent(),
  };
}

function timeoutsOf(options: TransformResourceOptions): CustomTimeouts {
  const timeouts = options.getCustomTimeouts();
  if (!timeouts) return NO_TIMEOUTS;
  return {
    create: durationSeconds(timeouts.getCreate()),
    update: durationSeconds(timeouts.getUpdate()),
    delete: durationSeconds(timeouts.getDelete()),
    read: durationSeconds(timeouts.getRead()),
  };
}

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  ns: 1e-9,
};

/** The seconds of a duration as Pulumi writes it: `1h30m`, `90s`, `500ms`. */
function durationSeconds(text: string): number {
  if (text === "") return 0;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g)];
  if (parts.map(([part]) => part).join("") !== text) {
    throw new Error(`unable to parse customTimeout Value ${text}; expected for example "10m" or "1h30m"`);
  }
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNIT_SECONDS[unit!]!, 0);
}

function hooksOf(options: TransformResourceOptions): HookNames {
  const hooks = options.getHooks();
  if (!hooks) return {};
  const lists: [HookKind, string[]][] = [
    ["BeforeCreate", hooks.getBeforeCreateList()],
    ["AfterCreate", hooks.getAfterCreateList()],
    ["BeforeUpdate", hooks.getBeforeUpdateList()],
    ["AfterUpdate", hooks.getAfterUpdateList()],
    ["BeforeDelete", hooks.getBeforeDeleteList()],
    ["AfterDelete", hooks.getAfterDeleteList()],
    ["OnError", hooks.getOnErrorList()],
  ];
  return Object.fromEntries(lists.filter(([, names]) => names.length > 0));
}
