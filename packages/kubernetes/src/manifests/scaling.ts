import type * as pulumi from "@pulumi/pulumi";
import type { Autoscale } from "../kubernetes-args";
import type { Labels } from "../labels";
import { type Autoscaler, type DisruptionBudget, type Owned, ownedMetadata } from "./manifest";

/** Whoever drains a node takes one replica at a time; one that is not ready protects nothing. */
function budgetManifest(owned: Owned, selector: pulumi.Input<Labels>): DisruptionBudget {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: ownedMetadata(owned),
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: selector as pulumi.Input<Record<string, string>> },
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    },
  };
}

/** @param deployment name of the generation's Deployment */
function autoscalerManifest(
  owned: Owned,
  deployment: pulumi.Input<string>,
  replicas: number,
  { max, cpu }: Autoscale,
): Autoscaler {
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: ownedMetadata(owned),
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment },
      minReplicas: replicas,
      maxReplicas: max,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: cpu } },
        },
      ],
    },
  };
}

export { autoscalerManifest, budgetManifest };
