import {
  type DeclaredGeneration,
  type DeclaredResource,
  type GenerationRequest,
  type GenerationTarget,
  generationOptions,
  type Json,
  LABELS,
} from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { pullableImage } from "./image-problem";
import { INPUT_KEYS } from "./input-keys";
import type { KubernetesArgs } from "./kubernetes-args";
import { KUBERNETES_VERSION, KubernetesObject, typeOf } from "./kubernetes-object";
import { type Labels, labelValues } from "./labels";
import { anchorManifest } from "./manifests/anchor";
import { deploymentManifest } from "./manifests/deployment";
import { fileData, filesManifest } from "./manifests/files";
import { serviceManifest } from "./manifests/generation-service";
import type {
  Autoscaler,
  ConfigMap,
  Deployment,
  DisruptionBudget,
  Secret,
  Service,
} from "./manifests/manifest";
import { autoscalerManifest, budgetManifest } from "./manifests/scaling";
import { secretManifest } from "./manifests/secret-data";
import { type GenerationPart, resourceName } from "./names";
import { namespaceOf } from "./platform-spec";

/** The module whose providers run gate and switch; frozen, since it stands in the state. */
const PROVIDER_MODULE = "@anew/kubernetes/provider";

type GenerationManifest = ConfigMap | Secret | Deployment | Service | DisruptionBudget | Autoscaler;

/** The labels that tell a generation's pods from all others in the cluster. */
const SELECTED: readonly string[] = [LABELS.owner, LABELS.group, LABELS.generation];

/**
 * How a spec becomes objects in a cluster.
 * @param subject for messages: the component's type and name
 * @param isSole the old generation is removed, to its last pod, before the new one is made
 */
function kubernetesTarget(
  subject: string,
  name: string,
  args: KubernetesArgs,
  isSole: boolean,
): GenerationTarget {
  return {
    name: "kubernetes",
    generationType: "anew:kubernetes:Generation",
    providerModule: PROVIDER_MODULE,
    declare: (request) => declareObjects(subject, name, args, isSole, request),
    declarePending: (parent, pending) => [
      new KubernetesObject(
        pending,
        { apiVersion: "apps/v1", kind: "Deployment", spec: unknownSpec() },
        generationOptions(parent, INPUT_KEYS.Deployment),
      ),
    ],
    frozenOptions: () => ({ version: KUBERNETES_VERSION }),
  };
}

function declareObjects(
  subject: string,
  name: string,
  args: KubernetesArgs,
  isSole: boolean,
  request: GenerationRequest,
): DeclaredGeneration {
  const { id, spec, real } = request;
  const resources: DeclaredResource[] = [];
  const declare = (manifest: GenerationManifest, part?: GenerationPart): KubernetesObject => {
    const logical = resourceName(name, isSole ? "sole" : id, part);
    const dependsOn = resources.map((one) => one.resource);
    const resource = new KubernetesObject(
      logical,
      manifest,
      request.options(INPUT_KEYS[manifest.kind], { dependsOn }),
    );
    resources.push({ shape: { type: typeOf(manifest), name: logical }, resource });
    return resource;
  };
  const maybe = (manifest: GenerationManifest | undefined, part?: GenerationPart) =>
    manifest === undefined ? undefined : declare(manifest, part);

  const labels = request.labels().apply(labelValues);
  const selector = labels.apply(selected);
  const owned = { namespace: namespaceOf(spec), labels };
  const anchor = isSole ? declare(anchorManifest(owned), "anchor") : undefined;
  const files = maybe(filesManifest(owned, real.files), "files");
  const secrets = maybe(secretManifest(owned, real, fileData(real.secretFiles)), "secrets");
  const deployment = declare(
    deploymentManifest(
      owned,
      {
        id,
        real,
        image: request.image.apply((image) => pullableImage(subject, image)),
        args,
        labels,
        selector,
        files: files?.metadata.name,
        secrets: secrets?.metadata.name,
      },
      anchor && { name: anchor.metadata.name, uid: anchor.metadata.uid },
    ),
  );
  const service = maybe(serviceManifest(owned, spec, selector));
  if (spec.replicas > 1 || args.autoscale !== undefined) {
    declare(budgetManifest(owned, selector));
  }
  if (args.autoscale !== undefined) {
    declare(autoscalerManifest(owned, deployment.metadata.name, spec.replicas, args.autoscale));
  }
  const identity = pulumi.all([deployment.metadata, service?.metadata]).apply(([own, reached]) => ({
    namespace: own.namespace,
    deployment: own.name,
    uid: own.uid,
    ...(reached && { service: reached.name }),
    ...(spec.port !== undefined && { port: spec.port }),
    check: spec.healthCheck,
    replicas: spec.replicas,
    ...(args.autoscale && { max: args.autoscale.max }),
  }));
  return { resources, identity: identity as unknown as pulumi.Output<Json> };
}

function selected(labels: Labels): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => SELECTED.includes(key)));
}

/** A pod template that the preview shows as not known yet. */
function unknownSpec(): Deployment["spec"] {
  return pulumi.output(
    (pulumi as unknown as { readonly unknown: Deployment["spec"] }).unknown,
  ) as Deployment["spec"];
}

export { kubernetesTarget, PROVIDER_MODULE };
