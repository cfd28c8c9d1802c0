import { equal } from "../../../values";
import { mapAt, numberAt, textAt } from "../object";
import { READY, type Readiness, type ReadinessRule, type RelatedQuery, waiting } from "./readiness";

const FIVE_MINUTES_MS = 5 * 60_000;

/** A volume is ready when it can be claimed, or is. */
export const volumeRule: ReadinessRule = {
  isAskedAtRead: false,
  fixedLimitMs: FIVE_MINUTES_MS,
  assess({ object }): Readiness {
    const phase = textAt(object, "status", "phase");
    if (phase === "Available" || phase === "Bound") return READY;
    return waiting(`Waiting for PersistentVolume to be available (${phase || "no phase yet"})`);
  },
};

/** A claim is ready when it is bound, or when its storage class binds it to its first pod only. */
export const claimRule: ReadinessRule = {
  isAskedAtRead: false,
  fixedLimitMs: FIVE_MINUTES_MS,
  related(object): Record<string, RelatedQuery> {
    const name = textAt(object, "spec", "storageClassName");
    if (!name) return {};
    return { storageClass: { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", name } };
  },
  assess({ object, before, related }): Readiness {
    const phase = textAt(object, "status", "phase");
    const mode = textAt(related.storageClass?.[0], "volumeBindingMode");
    const isBound = phase === "Bound";
    // A claim of a class that waits for a pod is pending until then, and bound for good afterwards.
    const ready = mode === "WaitForFirstConsumer" ? phase === "Pending" || (before && isBound) : isBound;
    return ready
      ? READY
      : waiting(`Waiting for PersistentVolumeClaim to be bound (${phase || "no phase yet"})`);
  },
};

/** A quota is ready when its controller has taken its limits over. */
export const quotaRule: ReadinessRule = {
  isAskedAtRead: false,
  fixedLimitMs: 60_000,
  assess({ object }): Readiness {
    const ready = equal(mapAt(object, "spec", "hard"), mapAt(object, "status", "hard"));
    return ready ? READY : waiting("Waiting for ResourceQuota to be taken over");
  },
};

/** A controller without rollouts is ready when all its pods are available. */
export const replicationControllerRule: ReadinessRule = {
  isAskedAtRead: false,
  fixedLimitMs: 2 * FIVE_MINUTES_MS,
  assess({ object }): Readiness {
    const wanted = numberAt(object, "spec", "replicas");
    const available = numberAt(object, "status", "availableReplicas");
    const ready = wanted !== undefined && available === wanted;
    return ready ? READY : waiting(`Waiting for Pods (${available ?? 0}/${wanted ?? 0} available)`);
  },
};

/** A secret is ready at once, unless a controller fills it: the token of a service account. */
export const secretRule: ReadinessRule = {
  isAskedAtRead: false,
  fixedLimitMs: 5_000,
  assess({ object }): Readiness {
    if (textAt(object, "type") !== "kubernetes.io/service-account-token") return READY;
    const isFilled = Object.keys(mapAt(object, "data")).length > 0;
    return isFilled ? READY : waiting("Waiting for the service account's token");
  },
};
