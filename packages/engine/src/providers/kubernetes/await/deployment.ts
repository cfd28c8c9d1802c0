import type { PropertyMap } from "../../../values";
import { annotation, isOwnedBy, type KubeObject, listAt, mapAt, nameOf, numberAt, textAt } from "../object";
import { labelSelector } from "./label-selector";
import { podProblems } from "./pod";
import type { Readiness, ReadinessRule, View } from "./readiness";

const REVISION = "deployment.kubernetes.io/revision";

/**
 * A Deployment is ready when its controller has seen what it says, it is available, and every pod of its newest
 * ReplicaSet is ready; when it was rolled out before, its own report that the new ReplicaSet is available counts too.
 */
export const deploymentRule: ReadinessRule = {
  related(object) {
    const selector = labelSelector(mapAt(object, "spec", "selector"));
    const claims = claimNames(object);
    return {
      replicaSets: { apiVersion: "apps/v1", kind: "ReplicaSet", labelSelector: selector },
      pods: { apiVersion: "v1", kind: "Pod", labelSelector: selector, isInformative: true },
      ...(claims.length > 0 ? { claims: { apiVersion: "v1", kind: "PersistentVolumeClaim" } } : {}),
    };
  },

  assess(view): Readiness {
    const rollout = rolloutOf(view);
    const { available, progressed, updated, unbound, isFirst, problems } = rollout;
    const ready = rollout.observed && available && (isFirst || progressed) && updated && unbound.length === 0;
    if (ready) return { ready, status: [`✅ Deployment initialization complete`], reasons: [] };
    const status = [
      ...(updated ? [] : [`Waiting for app ReplicaSet to be available (${rollout.counts} Pods available)`]),
      ...unbound.map((claim) => {
        const phase = textAt(claim, "status", "phase");
        return `PersistentVolumeClaim: [${nameOf(claim)}] is not ready. status.phase currently at: ${phase}`;
      }),
      ...rollout.conditions,
      ...problems,
    ];
    return { ready, status, reasons: [...rollout.conditions, ...missing(rollout), ...problems] };
  },
};

interface Rollout {
  readonly observed: boolean;
  readonly isFirst: boolean;
  readonly available: boolean;
  /** Whether the Deployment says that its new ReplicaSet is available. */
  readonly progressed: boolean;
  /** Whether all pods of the newest ReplicaSet are ready. */
  readonly updated: boolean;
  /** Pods that are ready, of those wanted. */
  readonly counts: string;
  readonly unbound: readonly KubeObject[];
  /** What the conditions complain about. */
  readonly conditions: readonly string[];
  readonly problems: readonly string[];
}

function rolloutOf({ object, related }: View): Rollout {
  const revision = annotation(object, REVISION);
  const newest = (related.replicaSets ?? []).find(
    (one) => isOwnedBy(one, object) && annotation(one, REVISION) === revision,
  );
  const isKnown = revision !== "" && newest !== undefined;
  const wanted = numberAt(newest, "spec", "replicas") ?? 1;
  const readyPods = numberAt(newest, "status", "readyReplicas");
  const isComplete = readyPods === undefined ? wanted === 0 : readyPods >= wanted;
  const conditions = revision === "" ? [] : listAt(object, "status", "conditions");
  const progressing = conditions.find((one) => one.type === "Progressing");
  const available = conditions.find((one) => one.type === "Available");
  const names = claimNames(object);
  return {
    observed: numberAt(object, "status", "observedGeneration") === numberAt(object, "metadata", "generation"),
    isFirst: revision === "1",
    available: available?.status === "True",
    progressed: progressing?.status === "True" && progressing.reason === "NewReplicaSetAvailable",
    updated: isKnown && isComplete,
    counts: `${readyPods ?? 0}/${wanted}`,
    unbound: (related.claims ?? []).filter(
      (claim) => names.includes(nameOf(claim)) && textAt(claim, "status", "phase") !== "Bound",
    ),
    conditions: [progressing, available].flatMap((one) => complaint(one)),
    problems: newest ? podProblems((related.pods ?? []).filter((pod) => isOwnedBy(pod, newest))) : [],
  };
}

function complaint(condition: PropertyMap | undefined): string[] {
  if (!condition || condition.status === "True" || !condition.reason || !condition.message) return [];
  return [`[${condition.reason}] ${condition.message}`];
}

function missing({ unbound, isFirst, available, progressed, updated }: Rollout): string[] {
  const names = unbound.map(nameOf).join(",");
  const claims = unbound.length > 0 ? [`Failed to bind PersistentVolumeClaim(s): "${names}"`] : [];
  const few = "Minimum number of Pods to consider the application live was not attained";
  if (!available) return [...claims, "Minimum number of live Pods was not attained"];
  if (isFirst) return updated ? claims : [...claims, few];
  if (!progressed) return [...claims, few];
  if (updated) return claims;
  return [
    ...claims,
    "Attempted to roll forward to new ReplicaSet, but minimum number of Pods did not become live",
  ];
}

function claimNames(deployment: KubeObject): string[] {
  return listAt(deployment, "spec", "template", "spec", "volumes").flatMap((volume) => {
    const name = textAt(volume, "persistentVolumeClaim", "claimName");
    return name ? [name] : [];
  });
}
