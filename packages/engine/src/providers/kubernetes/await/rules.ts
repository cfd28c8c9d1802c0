import { daemonSetRule } from "./daemon-set";
import { deploymentRule } from "./deployment";
import { ingressRule } from "./ingress";
import { jobRule } from "./job";
import { podRule } from "./pod";
import type { ReadinessRule } from "./readiness";
import { serviceRule } from "./service";
import { claimRule, quotaRule, replicationControllerRule, secretRule, volumeRule } from "./simple-kinds";
import { statefulSetRule } from "./stateful-set";

/**
 * The kinds that are waited for. Every other kind is ready when it exists.
 * @see https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/await/awaiters.go
 */
const RULES: Readonly<Record<string, ReadinessRule>> = {
  "apps/v1 DaemonSet": daemonSetRule,
  "apps/v1 Deployment": deploymentRule,
  "apps/v1 StatefulSet": statefulSetRule,
  "batch/v1 Job": jobRule,
  "networking.k8s.io/v1 Ingress": ingressRule,
  "v1 PersistentVolume": volumeRule,
  "v1 PersistentVolumeClaim": claimRule,
  "v1 Pod": podRule,
  "v1 ReplicationController": replicationControllerRule,
  "v1 ResourceQuota": quotaRule,
  "v1 Secret": secretRule,
  "v1 Service": serviceRule,
};

export function ruleFor(apiVersion: string, kind: string): ReadinessRule | undefined {
  return RULES[`${apiVersion} ${kind}`];
}
