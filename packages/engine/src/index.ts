export { type Clock, REAL_CLOCK } from "./clock";
export type { ShownResource, StepDescription } from "./deploy/step-description";
export type { EngineEvent, EventListener } from "./events";
export { DEFAULT_STACK, LocalEngine, type LocalEngineArgs, type StackArgs } from "./local-engine";
export type { LocalStack } from "./local-stack";
export type { NamePattern } from "./name-pattern";
export { DEFAULT_PARALLEL } from "./operation";
export type {
  DestroyArgs,
  PreviewArgs,
  RefreshArgs,
  RunArgs,
  SelectionArgs,
  UpArgs,
} from "./operation-args";
export { PartialFailure } from "./partial-failure";
export type { ConfigInput, GivenConfig } from "./program/config";
export type {
  CheckCall,
  CheckFailure,
  CheckResult,
  CreateCall,
  CreateResult,
  DeleteCall,
  DiffCall,
  DiffResult,
  InvokeResult,
  PropertyDiff,
  PropertyDiffKind,
  Provider,
  ProviderContext,
  ProviderFactory,
  ProviderFeatures,
  ReadCall,
  ReadResult,
  ResourceCall,
  UpdateCall,
} from "./provider";
export { BUNDLED_PROVIDERS } from "./providers/bundled-providers";
export { faulty } from "./providers/faulty-provider";
export { dynamicProviders } from "./providers/inline-dynamic-provider";
export { AWS_INVOKES } from "./providers/memory/aws-invokes";
export { AWS_TYPES } from "./providers/memory/aws-types";
export { type BridgedTable, type BridgedTables, bridgedTypes } from "./providers/memory/bridged-table";
export { DOCKER_INVOKES } from "./providers/memory/docker-invokes";
export { DOCKER_TYPES } from "./providers/memory/docker-types";
export { kubernetesRules } from "./providers/memory/kubernetes-types";
export { MemoryCloud, type MemoryCloudOptions } from "./providers/memory/memory-cloud";
export {
  type FaultSelector,
  type MemoryFault,
  MemoryFaults,
  type MemoryOperation,
} from "./providers/memory/memory-faults";
export {
  type MemoryInvoke,
  MemoryProvider,
  type MemoryProviderOptions,
} from "./providers/memory/memory-provider";
export type { MemoryRules } from "./providers/memory/memory-rules";
export { type MemoryEffect, MemoryStore } from "./providers/memory/memory-store";
export type { MemoryObject, MemoryType } from "./providers/memory/memory-type";
export {
  type AnySchema,
  anything,
  boolean,
  type CollectionSchema,
  integer,
  list,
  type ObjectSchema,
  object,
  type PropertySchema,
  type ScalarSchema,
  set,
  string,
  stringMap,
  type Validator,
} from "./providers/schema/property-schema";
export type { ResourceSchema } from "./providers/schema/resource-schema";
export type { ResultStep, RunResult } from "./result";
export type { Backend } from "./state/backend";
export { FileBackend } from "./state/file-backend";
export { parseJson } from "./state/json-text";
export { MemoryBackend } from "./state/memory-backend";
export {
  type TestDestroyArgs,
  type TestMessage,
  type TestRefreshArgs,
  type TestResult,
  type TestRunArgs,
  type TestRunOptions,
  TestStack,
  type TestStackArgs,
  type TestUpArgs,
} from "./test-stack";
export { crashPoints } from "./testing/crash-points";
export { TEST_CLOCK_START, TestClock, type TestClockOptions } from "./testing/test-clock";
export {
  isList,
  isMap,
  type PropertyMap,
  type PropertyValue,
  Secret,
  UNKNOWN,
  Unknown,
} from "./values";
