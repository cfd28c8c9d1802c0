import * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../labels";
import { type Deployment, type Owned, ownedMetadata } from "./manifest";
import { type PodRequest, podSpec } from "./pod";

/** An object that a Deployment goes away with. */
interface Owner {
  readonly name: pulumi.Input<string>;
  readonly uid: pulumi.Input<string>;
}

/**
 * The Deployment of a generation. It is never updated, so its strategy says only what a hand that changed it would get.
 * @param owner a ConfigMap whose removal waits for the pods' end
 */
function deploymentManifest(owned: Owned, request: PodRequest, owner?: Owner): Deployment {
  const { args, real, labels, selector } = request;
  const metadata = ownedMetadata(owned);
  const owners = owner && [
    { apiVersion: "v1", kind: "ConfigMap", name: owner.name, uid: owner.uid, blockOwnerDeletion: true },
  ];
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { ...metadata, ...(owners && { ownerReferences: owners }) },
    spec: {
      replicas: real.replicas,
      revisionHistoryLimit: 0,
      selector: { matchLabels: selector as pulumi.Input<Record<string, string>> },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 } },
      template: {
        metadata: {
          labels: podLabels(args.labels ?? {}, labels),
          ...(args.annotations !== undefined &&
            Object.keys(args.annotations).length > 0 && { annotations: { ...args.annotations } }),
        },
        spec: podSpec(request),
      },
    },
  };
}

/** Anew's own labels win: by them a generation's pods are found. */
function podLabels(own: Labels, labels: pulumi.Input<Labels>): pulumi.Input<Record<string, string>> {
  if (pulumi.Output.isInstance(labels) || labels instanceof Promise) {
    return pulumi.output(labels).apply((all) => ({ ...own, ...all }));
  }
  return { ...own, ...(labels as Labels) };
}

export type { Owner };
export { deploymentManifest };
