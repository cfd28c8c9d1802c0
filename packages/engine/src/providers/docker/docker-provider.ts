import { PartialFailure } from "../../partial-failure";
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
  ProviderFeatures,
  ReadCall,
  ReadResult,
  ResourceCall,
  UpdateCall,
} from "../../provider";
import { equal, mapWithoutSecrets, type PropertyMap, UNKNOWN, Unknown } from "../../values";
import { checkInputs } from "../schema/check-inputs";
import { diffResource } from "../schema/diff-resource";
import { plan } from "../schema/plan";
import { importedInputs, refreshedInputs } from "../schema/read-inputs";
import { stateOutputs } from "../schema/state-outputs";
import { zero } from "../schema/zero";
import { connectionOptions, dockerHost } from "./connection";
import { containerResource } from "./container-resource";
import { ask, type Daemon } from "./daemon";
import { type DockerResource, Unfinished } from "./docker-resource";
import { Fields } from "./fields";
import { imageResource } from "./image-resource";
import { networkResource } from "./network-resource";
import { decodedConfig, PROVIDER, unknownKeys } from "./provider-config";
import { registryAuth } from "./registry-auth";
import { volumeResource } from "./volume-resource";

const RESOURCES: ReadonlyMap<string, DockerResource> = new Map(
  [containerResource, networkResource, volumeResource, imageResource].map((resource) => [
    resource.schema.type,
    resource,
  ]),
);

/**
 * The package `docker` on a real daemon: containers, networks, volumes and remote images as the Pulumi provider 5.2
 * makes them. Other types of the package are refused.
 */
export class DockerProvider implements Provider {
  readonly features: ProviderFeatures = { preview: true };
  private daemon?: Daemon;

  constructor(private readonly env: NodeJS.ProcessEnv = process.env) {}

  async checkConfig(_urn: string, _olds: PropertyMap | undefined, news: PropertyMap): Promise<CheckResult> {
    return { inputs: news, failures: unknownKeys(news) };
  }

  async diffConfig(_urn: string, olds: PropertyMap, news: PropertyMap): Promise<DiffResult> {
    const keys = Object.keys(PROVIDER.properties).filter(
      (key) => !equal(olds[key] ?? null, news[key] ?? null),
    );
    return {
      changes: keys.length > 0 ? "some" : "none",
      replaces: [],
      stables: [],
      deleteBeforeReplace: false,
      diffs: keys,
    };
  }

  /**
   * Connects. A host that is not known yet, in a preview, is left out: then only what needs no daemon works.
   * @throws Error when no daemon answers
   */
  async configure(inputs: PropertyMap): Promise<void> {
    const plain = decodedConfig(inputs);
    if (plain.host instanceof Unknown) return;
    const config = new Fields(plain);
    const host = dockerHost(config, this.env);
    const options = connectionOptions(host, config, this.env);
    const auth = await registryAuth(config.objects("registryAuth"), this.env);
    const { default: Docker } = await import("dockerode");
    const daemon: Daemon = { docker: new Docker(options), host, auth };
    if (!config.flag("disableDockerDaemonCheck")) {
      const what = `Error pinging Docker server, please make sure that ${host} is reachable and has a '_ping' endpoint`;
      await ask(daemon, what, () => daemon.docker.ping());
    }
    this.daemon = daemon;
  }

  async check(call: CheckCall): Promise<CheckResult> {
    return checkInputs(resourceOf(call).schema, call);
  }

  async diff(call: DiffCall): Promise<DiffResult> {
    return diffResource(resourceOf(call).schema, call);
  }

  async create(call: CreateCall): Promise<CreateResult> {
    const resource = resourceOf(call);
    const news = mapWithoutSecrets(call.news);
    const planned = plan(resource.schema, undefined, news);
    if (call.preview) return { id: "", outputs: { ...planned, id: UNKNOWN } };
    const daemon = this.connected();
    try {
      const created = await resource.create(daemon, new Fields(news));
      const state = { ...planned, ...created.outputs };
      const observed = await this.observe(resource, created.id, state);
      return {
        id: created.id,
        outputs: stateOutputs(resource.schema, created.id, state, observed, { created: true }),
      };
    } catch (error) {
      const reason = asReported(error);
      if (!(error instanceof Unfinished)) throw new Error(reason, { cause: error });
      const outputs = stateOutputs(resource.schema, error.id, planned, {}, { created: true });
      const full = `creating ${call.urn}: ${reason}`;
      throw new PartialFailure(full, error.id, outputs, [full]);
    }
  }

  async read(call: ReadCall): Promise<ReadResult> {
    const { schema, ...resource } = resourceOf(call);
    const state = mapWithoutSecrets(call.outputs);
    const seen = await resource.read(this.connected(), call.id, new Fields(state));
    if (!seen) return { outputs: {} };
    const id = seen.id ?? call.id;
    const outputs = stateOutputs(schema, id, state, seen.outputs, { created: false });
    const inputs = mapWithoutSecrets(call.inputs);
    const known = Object.keys(state).length > 0;
    return {
      id,
      outputs,
      inputs: known ? refreshedInputs(schema, inputs, outputs) : importedInputs(schema, outputs),
    };
  }

  async update(call: UpdateCall): Promise<{ readonly outputs: PropertyMap }> {
    const resource = resourceOf(call);
    const prior = mapWithoutSecrets(call.oldOutputs);
    const planned = plan(resource.schema, prior, mapWithoutSecrets(call.news));
    if (call.preview) return { outputs: { ...planned, id: call.id } };
    const changed = new Set(diffResource(resource.schema, call).diffs);
    // As in the real provider, an update does not read the object again: the outputs are what was planned.
    const properties = Object.entries(resource.schema.properties);
    const emptied = properties.filter(([key]) => changed.has(key) && planned[key] === null);
    const observed = Object.fromEntries(emptied.map(([key, schema]) => [key, zero(schema)]));
    const outputs = stateOutputs(resource.schema, call.id, planned, observed, { created: false });
    try {
      await resource.update(this.connected(), call.id, new Fields(planned), changed);
    } catch (error) {
      // The real provider too records what was planned, and the failure beside it.
      const full = `updating ${call.urn}: ${asReported(error)}`;
      throw new PartialFailure(full, call.id, outputs, [full]);
    }
    return { outputs };
  }

  async delete(call: DeleteCall): Promise<void> {
    try {
      await resourceOf(call).remove(this.connected(), call.id, new Fields(mapWithoutSecrets(call.outputs)));
    } catch (error) {
      throw new Error(`deleting ${call.urn}: ${asReported(error)}`, { cause: error });
    }
  }

  async invoke(token: string): Promise<InvokeResult> {
    throw new Error(`${token}: the embedded engine's docker provider has no functions`);
  }

  cancel(): void {}

  async close(): Promise<void> {}

  private connected(): Daemon {
    if (!this.daemon) throw new Error("docker: the provider is not configured: its host is not known yet");
    return this.daemon;
  }

  private async observe(resource: DockerResource, id: string, state: PropertyMap): Promise<PropertyMap> {
    const seen = await resource.read(this.connected(), id, new Fields(state));
    if (!seen) throw new Error(`expected non-empty ID for new state: ${id} is gone just after it was made`);
    return seen.outputs;
  }
}

/** A failure in the form in which Terraform's library hands it on. */
function asReported(error: unknown): string {
  return `1 error occurred:\n\t* ${(error as Error).message}\n\n`;
}

function resourceOf(call: ResourceCall): DockerResource {
  const resource = RESOURCES.get(call.type);
  if (resource) return resource;
  const known = [...RESOURCES.keys()].join(", ");
  throw new Error(`${call.type}: the embedded engine's docker provider knows only ${known}`);
}
