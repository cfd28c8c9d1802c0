import type { TransformResourceOptions } from "@pulumi/pulumi/proto/resource_pb";
import type { Clock } from "./clock";
import type { PropertyMap } from "./values";

/** A property that a check refuses. */
export interface CheckFailure {
  /** Empty when the failure is about the resource as a whole. */
  readonly property: string;
  readonly reason: string;
}

export interface CheckResult {
  /** What the resource's inputs become: defaults and generated names added. */
  readonly inputs: PropertyMap;
  readonly failures: readonly CheckFailure[];
}

export type PropertyDiffKind =
  | "add"
  | "add-replace"
  | "delete"
  | "delete-replace"
  | "update"
  | "update-replace";

export interface PropertyDiff {
  readonly kind: PropertyDiffKind;
  /** Whether the path is one of the inputs rather than of the outputs. */
  readonly inputDiff: boolean;
}

export interface DiffResult {
  /** "unknown" lets the engine compare the old inputs with the new ones by itself. */
  readonly changes: "none" | "some" | "unknown";
  /** Top-level inputs whose change demands a replacement; any entry makes the step a replacement. */
  readonly replaces: readonly string[];
  /** Outputs that an update does not change. */
  readonly stables: readonly string[];
  readonly deleteBeforeReplace: boolean;
  /** Top-level inputs that changed. */
  readonly diffs: readonly string[];
  /** By property path, for example `ports[0].external`. */
  readonly detailedDiff?: Readonly<Record<string, PropertyDiff>>;
}

/** What every call about one resource carries. */
export interface ResourceCall {
  readonly urn: string;
  /** For example `docker:index/container:Container`. */
  readonly type: string;
}

export interface CheckCall extends ResourceCall {
  /** The inputs in the state; absent when the resource is new or is being replaced. */
  readonly olds?: PropertyMap;
  readonly news: PropertyMap;
  /** For generated names: the same for the preview and the retries of one check. */
  readonly randomSeed: Buffer;
}

export interface DiffCall extends ResourceCall {
  readonly id: string;
  readonly oldInputs: PropertyMap;
  readonly oldOutputs: PropertyMap;
  readonly news: PropertyMap;
  readonly ignoreChanges: readonly string[];
}

export interface CreateCall extends ResourceCall {
  readonly news: PropertyMap;
  /** Seconds; absent when the program gives none. */
  readonly timeout?: number;
  readonly preview: boolean;
}

export interface CreateResult {
  readonly id: string;
  readonly outputs: PropertyMap;
}

export interface ReadCall extends ResourceCall {
  readonly id: string;
  /** Empty when the resource is read for the first time, by its id alone. */
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
  /** Whether nothing but the id is known. @default false */
  readonly importing?: boolean;
}

export interface ReadResult {
  /** Absent when the resource is gone. */
  readonly id?: string;
  readonly inputs?: PropertyMap;
  readonly outputs: PropertyMap;
}

export interface UpdateCall extends DiffCall {
  /** Seconds; absent when the program gives none. */
  readonly timeout?: number;
  readonly preview: boolean;
}

export interface DeleteCall extends ResourceCall {
  readonly id: string;
  readonly oldInputs: PropertyMap;
  readonly outputs: PropertyMap;
  /** Seconds; absent when the program gives none. */
  readonly timeout?: number;
}

export interface InvokeResult {
  readonly outputs: PropertyMap;
  readonly failures: readonly CheckFailure[];
}

/** Which provider resource a configuration is of. */
export interface ProviderIdentity {
  readonly urn: string;
  /** At preview the text that stands for an unknown id. */
  readonly id: string;
}

/** What a plugin is parameterized with, to serve another package. */
export interface Parameterization {
  readonly name: string;
  readonly version: string;
  readonly value: Uint8Array;
}

/** What a component or a method of a plugin is told about the run. */
export interface RunInfo {
  readonly project: string;
  readonly stack: string;
  readonly organization: string;
  readonly config: Readonly<Record<string, string>>;
  readonly configSecretKeys: readonly string[];
  readonly preview: boolean;
  readonly parallel: number;
  /** Where the plugin registers resources. */
  readonly monitorAddress: string;
}

/** A component that a plugin makes. */
export interface ConstructCall {
  readonly info: RunInfo;
  readonly type: string;
  readonly name: string;
  /** Empty for a root. */
  readonly parent: string;
  readonly inputs: PropertyMap;
  readonly inputDependencies: Readonly<Record<string, readonly string[]>>;
  /** Options as a program sends them, with providers and dependencies resolved. */
  readonly options: TransformResourceOptions;
}

export interface ConstructResult {
  readonly urn: string;
  readonly outputs: PropertyMap;
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
}

/** A method of a plugin's component, or of a provider itself. */
export interface MethodCall {
  readonly info: RunInfo;
  readonly token: string;
  readonly args: PropertyMap;
  readonly argDependencies: Readonly<Record<string, readonly string[]>>;
}

export interface MethodResult {
  readonly outputs: PropertyMap;
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  readonly failures: readonly CheckFailure[];
}

/** What a provider wants to be told and can do; each is off unless it says so. */
export interface ProviderFeatures {
  /** Gets {@link Secret} values. Otherwise it gets plain ones, and outputs of the same name become secret again. */
  readonly secrets?: boolean;
  /** Gets `ResourceReference` values; otherwise ids and URNs. */
  readonly resources?: boolean;
  /** Takes part in previews of creates and updates. Otherwise the new inputs stand for the outputs. */
  readonly preview?: boolean;
}

/**
 * One package with one configuration, as the engine talks to it; mirrors `pulumirpc.ResourceProvider`. Values are
 * plain JavaScript ones and the special classes of `./values`. In previews inputs may hold `UNKNOWN`.
 *
 * A method that fails rejects with an Error, whose message the user reads; the state is then unchanged. Where the
 * resource exists nevertheless, it rejects with a {@link PartialFailure}.
 */
export interface Provider {
  readonly features: ProviderFeatures;
  /** Validates the provider's own configuration. */
  checkConfig(urn: string, olds: PropertyMap | undefined, news: PropertyMap): Promise<CheckResult>;
  /** Compares configurations; `replaces` means that all its resources must be replaced. */
  diffConfig(
    urn: string,
    olds: PropertyMap,
    news: PropertyMap,
    ignoreChanges: readonly string[],
  ): Promise<DiffResult>;
  /** Called once, before anything but the two above. */
  configure(inputs: PropertyMap, identity?: ProviderIdentity): Promise<void>;
  check(call: CheckCall): Promise<CheckResult>;
  diff(call: DiffCall): Promise<DiffResult>;
  create(call: CreateCall): Promise<CreateResult>;
  read(call: ReadCall): Promise<ReadResult>;
  update(call: UpdateCall): Promise<{ readonly outputs: PropertyMap }>;
  delete(call: DeleteCall): Promise<void>;
  /** A function of the package, for example `docker:index/getNetwork:getNetwork`. */
  invoke(token: string, args: PropertyMap, preview?: boolean): Promise<InvokeResult>;
  /** Makes a component. @default the provider makes none */
  construct?(call: ConstructCall): Promise<ConstructResult>;
  /** Calls a method. @default the provider has none */
  call?(call: MethodCall): Promise<MethodResult>;
  /** Makes the provider serve another package; before anything else. @default it cannot */
  parameterize?(parameter: Parameterization): Promise<{ readonly name: string }>;
  /** Asks running calls to end soon. */
  cancel(): void;
  /** Frees everything; nothing is called afterwards. */
  close(): Promise<void>;
}

/** Makes an unconfigured provider; called once for each configuration in use. */
export type ProviderFactory = (context: ProviderContext) => Provider | Promise<Provider>;

/** What an in-process provider may use of the run it takes part in. */
export interface ProviderContext {
  readonly project: string;
  readonly stack: string;
  /** The program's folder: relative paths of assets and contexts start here. */
  readonly programFolder: string;
  /** Shows a message on the resource's own line while it is in progress. */
  progress(urn: string, message: string): void;
  /** What slow work waits on, where a test turns the clock. @default real time */
  readonly clock?: Clock;
}
