import * as pulumi from "@pulumi/pulumi";
import type { Json } from "../canonical-json";
import type { HistoryEntry, HistoryLine, ResourceShape } from "../history/history";
import { generationLabels } from "../labels";
import type { GateTiming, ReleasedSpec } from "../provider/inputs";
import type { GroupKey } from "../provider/platform";
import type { Spec } from "../spec";
import { declareFrozen } from "./frozen";
import { gateOptions, generationOptions } from "./generation-options";
import type { ResolvedRelease } from "./resolve-release";
import { GATE_TYPE, Gate } from "./resources";
import type { GenerationTarget } from "./target";
import { childUrn, settled } from "./urns";

/** What all declarations of one component share. */
interface Releasing {
  readonly component: pulumi.ComponentResource;
  readonly name: string;
  readonly target: GenerationTarget;
  readonly key: pulumi.Output<GroupKey>;
  readonly connection: pulumi.Output<Json>;
  readonly route: pulumi.Output<Json>;
  readonly drainTimeoutMs: number;
  /** What was released before, long after the generation is gone. */
  readonly log: readonly HistoryLine[];
  /** Resources that the arguments come from: they are made before a generation and outlive it. */
  readonly dependencies: readonly pulumi.Resource[];
}

/** A declared generation, its gate, and what its release would record. */
interface DeclaredOne {
  readonly gate: Gate;
  readonly release: pulumi.Input<ReleasedSpec>;
}

/** The component that holds a generation's resources. */
class Generation extends pulumi.ComponentResource {
  constructor(type: string, name: string, parent: pulumi.ComponentResource) {
    super(type, name, {}, { parent, protect: false, retainOnDelete: false });
  }

  /** Ends the registration; a generation's outputs are those of its resources. */
  finish(): void {
    this.registerOutputs({});
  }
}

/** How a service without a switch differs: its gate keeps the history, and its generations may not overlap. */
interface ServiceRelease {
  readonly gateName: string;
  /** The name of the one generation that is removed before the next is made; absent where they overlap. */
  readonly soleName?: string;
}

/** Declares a generation that the history does not hold; one whose spec is not known yet (at preview only) as pending. */
async function declareUnreleased(
  releasing: Releasing,
  resolved: ResolvedRelease | undefined,
  service?: ServiceRelease,
): Promise<DeclaredOne> {
  const { target, name, key } = releasing;
  const id = resolved?.id ?? "pending";
  const generationName = service?.soleName ?? `${name}-${id}`;
  const generation = new Generation(target.generationType, generationName, releasing.component);
  const special =
    service?.soleName !== undefined
      ? { deleteBeforeReplace: true, replacementTrigger: id }
      : releasing.log.some((line) => line.id === id)
        ? // Released, given up, and perhaps still there, because the update that was to delete it was cut off: it is taken
          // as it is. What is no longer there is made from the arguments.
          { ignoreChanges: ["*"] }
        : {};
  const gateName = service?.gateName ?? `${name}-${id}-gate`;
  const made =
    resolved === undefined
      ? undefined
      : target.declare({
          parent: generation,
          name: generationName,
          id,
          spec: resolved.spec,
          real: resolved.real,
          image: resolved.image,
          options: (keys, more) => {
            const dependsOn = [...releasing.dependencies, ...dependenciesOf(more)];
            return generationOptions(generation, keys, { ...special, ...more, dependsOn });
          },
          labels: (replica) => key.apply((owned) => generationLabels(owned, id, replica)),
        });
  const pending = resolved === undefined ? target.declarePending(generation, generationName) : [];
  generation.finish();
  const resources = made?.resources.map((one) => one.resource) ?? pending;
  const identity = made === undefined ? unknownUntil(pending) : made.identity;
  const image = resolved?.image ?? pulumi.output("");
  const shapes = (made?.resources ?? []).map((one) => one.shape);
  const release = identity.apply((physical) =>
    image.apply((reference) => releaseRecord(id, reference, physical, resolved, shapes)),
  ) as pulumi.Output<ReleasedSpec>;
  const gate = new Gate(
    gateName,
    target.providerModule,
    {
      ...(await gateSettings(releasing, gateName)),
      generation: id,
      identity,
      timing: timingOf(resolved?.spec),
      ...(service === undefined ? {} : { release, log: releasing.log }),
    },
    gateOptions(releasing.component, false, resources),
  );
  return { gate, release };
}

/** Declares a released generation and its gate as they are. */
async function declareReleased(
  releasing: Releasing,
  entry: HistoryEntry,
  service?: ServiceRelease,
): Promise<DeclaredOne> {
  const { target, name } = releasing;
  const generationName = service?.soleName ?? `${name}-${entry.id}`;
  const generation = new Generation(target.generationType, generationName, releasing.component);
  const resources = declareFrozen(target, generation, entry, releasing.dependencies);
  generation.finish();
  const gateName = service?.gateName ?? `${name}-${entry.id}-gate`;
  const gate = new Gate(
    gateName,
    target.providerModule,
    {
      ...(await gateSettings(releasing, gateName)),
      generation: entry.id,
      identity: entry.identity as Json,
      timing: timingOf(entry.spec),
    },
    gateOptions(releasing.component, true, resources),
  );
  return { gate, release: entry };
}

/** The inputs of a gate that may change while its generation is frozen. */
async function gateSettings(releasing: Releasing, gateName: string) {
  return {
    resourceUrn: childUrn(await settled(releasing.component.urn), GATE_TYPE, gateName),
    connection: releasing.connection,
    group: releasing.key,
    route: releasing.route,
    drainTimeoutMs: releasing.drainTimeoutMs,
  };
}

function dependenciesOf(options: pulumi.CustomResourceOptions | undefined): pulumi.Resource[] {
  const { dependsOn } = options ?? {};
  return Array.isArray(dependsOn) ? (dependsOn as pulumi.Resource[]) : [];
}

function releaseRecord(
  id: string,
  image: string,
  identity: Json,
  resolved: ResolvedRelease | undefined,
  shape: readonly ResourceShape[],
): ReleasedSpec {
  if (resolved === undefined) {
    throw new Error("a generation that is pending is never released");
  }
  return { id, spec: resolved.spec, shape, image, identity };
}

/** An Output that the preview shows as not known yet, like the resources behind it. */
function unknownUntil(resources: readonly pulumi.CustomResource[]): pulumi.Output<Json> {
  const ids: pulumi.Output<string[]> = pulumi.all(resources.map((resource) => resource.id));
  return ids as pulumi.Output<Json>;
}

/** How the gate asks, from the spec's health check. */
function timingOf(spec: Spec | undefined): GateTiming {
  const check = spec?.healthCheck;
  return {
    intervalMs: check?.interval ?? 1_000,
    healthyAfter: check?.healthyAfter ?? 1,
    timeoutMs: check?.timeout ?? 60_000,
  };
}

export type { DeclaredOne, Releasing, ServiceRelease };
export { declareReleased, declareUnreleased, timingOf };
