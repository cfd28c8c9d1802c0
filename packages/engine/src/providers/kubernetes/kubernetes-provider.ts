import { REAL_CLOCK } from "../../clock";
import type {
  CheckCall,
  CheckResult,
  CreateCall,
  CreateResult,
  DeleteCall,
  DiffCall,
  DiffResult,
  InvokeResult,
  Provider,
  ProviderContext,
  ProviderFeatures,
  ReadCall,
  ReadResult,
  ResourceCall,
  UpdateCall,
} from "../../provider";
import { containsUnknowns, type PropertyMap } from "../../values";
import { PATCH_FIELD_MANAGER } from "./annotations";
import { isForbidden, NoMatchError } from "./api-error";
import { checkObject } from "./check-object";
import { asObject, asOutputs, readCheckpoint } from "./checkpoint";
import { ClusterAccess } from "./cluster-access";
import { createObject } from "./create-object";
import { deleteObject } from "./delete-object";
import { diffConfig } from "./diff-config";
import { diffResource } from "./diff-resource";
import { creationFailure, isUntold, noKind, updateFailure } from "./failures";
import { fieldManagerOf, relinquish } from "./field-manager";
import { isDefinition, normalized } from "./normalize";
import {
  annotation,
  apiVersionOf,
  idOf,
  type KubeObject,
  kindOf,
  nameOf,
  parseId,
  withoutAt,
} from "./object";
import type { Operation } from "./operation";
import { unsupported } from "./provider-config";
import { readObject } from "./read-object";
import { parseType } from "./type-token";
import { updateObject } from "./update-object";

const NO_CONTEXT = { progress: () => {}, programFolder: "." };

/**
 * The package `kubernetes` on a real API server: objects of any kind, as the Pulumi provider 4.34 makes them with
 * server-side apply. Charts, kustomizations and YAML files are refused.
 */
export class KubernetesProvider implements Provider {
  readonly features: ProviderFeatures = { secrets: true, preview: true };
  private readonly access: ClusterAccess;
  private readonly canceled = new AbortController();

  constructor(
    private readonly context: Pick<ProviderContext, "progress" | "programFolder" | "clock"> = NO_CONTEXT,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {
    this.access = new ClusterAccess(env, context.programFolder);
  }

  async checkConfig(_urn: string, _olds: PropertyMap | undefined, news: PropertyMap): Promise<CheckResult> {
    return { inputs: news, failures: unsupported(news, this.env) };
  }

  async diffConfig(_urn: string, olds: PropertyMap, news: PropertyMap): Promise<DiffResult> {
    return diffConfig(olds, news);
  }

  /** Never fails: what needs the cluster says that it cannot be reached. */
  async configure(inputs: PropertyMap): Promise<void> {
    await this.access.open(inputs);
  }

  async check(call: CheckCall): Promise<CheckResult> {
    return checkObject(this.access, call);
  }

  async diff(call: DiffCall): Promise<DiffResult> {
    return diffResource(this.access, call);
  }

  async create(call: CreateCall): Promise<CreateResult> {
    const { isPatch } = parseType(call.type);
    const inputs = asObject(call.news);
    if (call.preview && (isPatch || !(await this.canTry(inputs)))) return { id: "", outputs: call.news };
    const operation = this.operation(call, inputs, undefined, isPatch);
    const outputs = (live: KubeObject) =>
      this.outputs(operation, inputs, live, call.news, apiVersionOf(inputs));
    try {
      const live = await createObject(operation, inputs);
      if (call.preview) return { id: "", outputs: outputs(withoutAt(live, ["status"])) };
      if (isDefinition(inputs)) operation.cluster.discovery.forget();
      return { id: idOf(live), outputs: outputs(live) };
    } catch (error) {
      if (call.preview && isUntold(error)) return { id: "", outputs: call.news };
      throw creationFailure(call, inputs, error, outputs);
    }
  }

  async read(call: ReadCall): Promise<ReadResult> {
    const unreachable = this.access.unreachable;
    if (unreachable !== undefined) return this.readUnreachable(call, unreachable);
    return readObject(this.access.cluster, call);
  }

  async update(call: UpdateCall): Promise<{ readonly outputs: PropertyMap }> {
    const { isPatch } = parseType(call.type);
    const recorded = readCheckpoint(call.oldOutputs);
    const inputs = normalized(asObject(call.news));
    if (call.preview && !(await this.canTry(inputs))) return { outputs: call.news };
    const operation = this.operation(call, inputs, recorded.fieldManager, isPatch);
    const outputs = (kept: KubeObject, live: KubeObject) =>
      this.outputs(operation, kept, live, call.news, recorded.initialApiVersion);
    const name = nameOf(recorded.live);
    try {
      const done = await updateObject(operation, inputs, name, call.ignoreChanges);
      if (!call.preview && isDefinition(inputs)) operation.cluster.discovery.forget();
      const former = annotation(recorded.inputs, PATCH_FIELD_MANAGER) || recorded.fieldManager;
      if (!call.preview && former !== undefined && former !== operation.fieldManager) {
        await relinquish(operation.cluster, done.live, former);
      }
      return { outputs: outputs(done.inputs, done.live) };
    } catch (error) {
      if (call.preview && isForbidden(error)) return { outputs: call.news };
      if (error instanceof NoMatchError) throw noKind("update", call.urn, error);
      throw await updateFailure(call, operation.cluster, recorded.live, error, (live) =>
        outputs(inputs, live),
      );
    }
  }

  async delete(call: DeleteCall): Promise<void> {
    const unreachable = this.access.unreachable;
    if (unreachable !== undefined) {
      if (this.access.config.deleteUnreachable) return;
      this.context.progress(call.urn, `configured Kubernetes cluster is unreachable: ${unreachable}`);
      throw new Error(
        `configured Kubernetes cluster is unreachable: ${unreachable}. If the cluster was deleted, you can remove ` +
          "this resource from Pulumi state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE " +
          'environment variable set to "true"',
      );
    }
    const { isPatch } = parseType(call.type);
    const { inputs, live, fieldManager } = readCheckpoint(call.outputs);
    const operation = this.operation({ ...call, preview: false }, inputs, fieldManager, isPatch);
    await deleteObject(operation, inputs, live, parseId(call.id).name);
  }

  async invoke(token: string): Promise<InvokeResult> {
    throw new Error(
      `${token}: the embedded engine's kubernetes provider has no functions; charts, kustomizations and YAML files ` +
        "need the Pulumi CLI",
    );
  }

  cancel(): void {
    this.canceled.abort();
  }

  async close(): Promise<void> {
    this.access.close();
  }

  /** Whether a preview can ask the API server what would happen. */
  private async canTry(inputs: KubeObject): Promise<boolean> {
    if (containsUnknowns(inputs) || this.access.unreachable !== undefined) return false;
    return this.access.isServed(apiVersionOf(inputs), kindOf(inputs));
  }

  private operation(
    call: ResourceCall & { readonly preview: boolean; readonly timeout?: number },
    inputs: KubeObject,
    recordedManager: string | undefined,
    isPatch: boolean,
  ): Operation {
    return {
      cluster: this.access.cluster,
      config: this.access.config,
      isPatch,
      preview: call.preview,
      fieldManager: fieldManagerOf(inputs, recordedManager),
      signal: this.canceled.signal,
      clock: this.context.clock ?? REAL_CLOCK,
      progress: (message) => this.context.progress(call.urn, message),
      ...(call.timeout ? { timeout: call.timeout } : {}),
    };
  }

  private outputs(
    { fieldManager }: Operation,
    inputs: KubeObject,
    live: KubeObject,
    given: PropertyMap,
    initialApiVersion: string,
  ): PropertyMap {
    return asOutputs({ inputs, live, initialApiVersion, fieldManager }, given);
  }

  private readUnreachable(call: ReadCall, reason: string): ReadResult {
    this.context.progress(call.urn, `configured Kubernetes cluster is unreachable: ${reason}`);
    if (this.access.config.deleteUnreachable) return { outputs: {} };
    if (this.access.config.skipUpdateUnreachable) {
      return { id: call.id, inputs: call.inputs, outputs: call.outputs };
    }
    throw new Error(
      `failed to read resource state due to unreachable cluster: ${reason}. If the cluster was deleted, you can ` +
        "remove this resource from Pulumi state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE " +
        'environment variable set to "true"',
    );
  }
}
