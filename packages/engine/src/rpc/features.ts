import { ResourceMonitorFeature as Feature } from "@pulumi/pulumi/proto/resource_pb";

/** What a program can ask of this engine, by the names that older SDKs ask with. */
const NAMED: Readonly<Record<string, Feature>> = {
  secrets: Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
  resourceReferences: Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  outputValues: Feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  aliasSpecs: Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  replacementTrigger: Feature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
  deletedWith: Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  replaceWith: Feature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  transforms: Feature.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
  invokeTransforms: Feature.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
  parameterization: Feature.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
  resourceHooks: Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
  errorHooks: Feature.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
  sendsOptionsToHooks: Feature.RESOURCE_MONITOR_FEATURE_SENDS_OPTIONS_TO_HOOKS,
};

/** What the engine version whose rules this one follows tells programs that it does. */
export const FEATURES: readonly Feature[] = [
  ...Object.values(NAMED),
  Feature.RESOURCE_MONITOR_FEATURE_BYTE_STRING,
  Feature.RESOURCE_MONITOR_FEATURE_INVOKE_DEPENDS_ON,
  Feature.RESOURCE_MONITOR_FEATURE_INVOKE_PARENT,
];

/** Whether a feature of that name is there; newer ones have no names. */
export function supportsFeature(name: string): boolean {
  return Object.hasOwn(NAMED, name);
}
