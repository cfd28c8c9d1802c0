export { canonicalJson, type Json } from "./canonical-json";
export { ContentHash } from "./content-hash";
export { type Duration, formatDuration, MAX_DURATION_MS, parseDuration } from "./duration";
export { fileHash } from "./file-hash";
export { type FileTreeEntry, type FileTreeFilter, fileTreeHash, listFileTree } from "./file-tree";
export { FileTreeError } from "./file-tree-error";
export { fingerprint } from "./fingerprint";
export { FormatError } from "./format-error";
export { GENERATION_ID_LENGTH, generationId } from "./generation-id";
export { claimName } from "./group/claim-name";
export { explicitProvider } from "./group/explicit-provider";
export { generationOptions } from "./group/generation-options";
export {
  type Bake,
  type BlueGreenGroupArgs,
  DEFAULT_DRAIN_TIMEOUT,
  DEFAULT_MIN_REQUESTS,
  GROUP_ARGS,
  GROUP_RULES,
  type GroupOnlyArgs,
  type Listen,
  MAX_KEEP,
  type PrometheusLimits,
  type Traffic,
} from "./group/group-args";
export { type GroupSettings, groupSettings } from "./group/group-settings";
export { knownValue } from "./group/known-value";
export { recordedRoute } from "./group/recorded";
export { type GroupPlatform, type ReleasedGroup, releaseGroup } from "./group/release-group";
export { type ReleasedService, releaseService, type ServicePlatform } from "./group/release-service";
export {
  type ImmutableServiceArgs,
  SERVICE_ONLY_ARGS,
  type ServiceOnlyArgs,
  serviceRules,
} from "./group/service-args";
export { readStackOutputs, type StackOutputs } from "./group/stack-outputs";
export type {
  DeclaredGeneration,
  DeclaredResource,
  GenerationRequest,
  GenerationTarget,
} from "./group/target";
export { childUrn, urnName, urnsOf } from "./group/urns";
export { GUARD_HOOK, guard } from "./guard";
export type {
  CommandHealthCheck,
  ConnectHealthCheck,
  HealthCheck,
  HealthCheckTiming,
  HttpHealthCheck,
} from "./health-check-args";
export type { History, HistoryEntry, HistoryLine, Outcome, ResourceShape } from "./history/history";
export { DEFAULT_KEEP, planRelease, type ReleasePlan } from "./history/retention";
export {
  DEFAULT_REGISTRY,
  formatImageReference,
  type ImageReference,
  isDigestReference,
  isImageId,
  parseImageReference,
  parseRepository,
} from "./image-reference";
export { ImageReferenceError } from "./image-reference-grammar";
export { type ImageSource, isImageSource } from "./image-source";
export { formatProblem, InputError, type InputProblem, InputProblems } from "./input-problems";
export { generationLabels, LABELS } from "./labels";
export { formatMemory, type Memory, parseMemory } from "./memory";
export { fitName, type NameRule } from "./names";
export { PENDING } from "./pending";
export { perRun } from "./per-run";
export { type Progress, progressTo } from "./progress";
export { joinPropertyPath, propertyPath } from "./property-path";
export { ambientClock } from "./provider/ambient-clock";
export { providerLoader } from "./provider/loader";
export type { GroupKey, Known, Orphan, Platform, Session, SessionInputs } from "./provider/platform";
export { RouterDown, StillServing } from "./provider/platform";
export { createProviders } from "./provider/providers";
export { reasonOf } from "./reason-of";
export { type ResolvedArgs, type ResolvedValues, resolveArgs } from "./resolve-args";
export { checkArgs, findArgProblems, type ResolvedSpec, resolveSpec, type SpecRules } from "./resolve-spec";
export type { Health, Router, Split, TrafficSample } from "./router";
export { SECRET, SecretValue } from "./secret-value";
export { type Simulated, SimulatedSession } from "./simulated/simulated-session";
export { type SimulationFile, simulationFile } from "./simulated/simulation";
export type { HealthCheckSpec, HealthTimingSpec, Spec, StateMount, StatusRange } from "./spec";
export { type ResourcesArgs, SERVICE_ARGS, type ServiceArgs, type StateArgs } from "./spec-args";
export {
  DEFAULT_CAPABILITIES,
  DEFAULT_GRACE_PERIOD,
  DEFAULT_HEALTH_INTERVAL,
  DEFAULT_HEALTH_TIMEOUT,
  DEFAULT_HEALTHY_AFTER,
  DEFAULT_HEALTHY_STATUS,
  DEFAULT_PROBE_TIMEOUT,
  DEFAULT_READ_ONLY_ROOT_FILESYSTEM,
  DEFAULT_REPLICAS,
  DEFAULT_UNHEALTHY_AFTER,
  DEFAULT_USER,
  NO_NEW_PRIVILEGES,
} from "./spec-defaults";
export { isSupported, type Refusal, type Target, unsupported } from "./support";
export { SUPPORT } from "./support-table";
export { type Clock, systemClock } from "./swap/clock";
export { runSwap, type SwapHooks, type SwapPlan, type SwapResult, type TrafficPlan } from "./swap/swap";
export { SwapError, type SwapFailure } from "./swap/swap-error";
