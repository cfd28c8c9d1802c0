import { isMap, type PropertyMap, type PropertyValue } from "../../values";
import { madeUpHex } from "./made-up";

/** An object as a cluster returns it once it is ready. */
export function kubernetesFill(kind: string, object: PropertyMap, count: number): PropertyMap {
  const given = object.metadata as PropertyMap;
  const uid = madeUpHex(`uid ${count}`, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const metadata = {
    ...given,
    uid,
    resourceVersion: String(count),
    generation: 1,
    creationTimestamp: "2030-01-01T00:00:00Z",
  };
  return { ...object, ...STATUS[kind]?.(object, count), metadata };
}

type Fill = (object: PropertyMap, count: number) => PropertyMap;

const replicas = (object: PropertyMap): PropertyValue => specOf(object).replicas ?? 1;

function specOf(object: PropertyMap): PropertyMap {
  const spec = object.spec ?? null;
  return isMap(spec) ? spec : {};
}

function condition(type: string): PropertyMap {
  return { type, status: "True" };
}

const workload: Fill = (object) => {
  const count = replicas(object);
  return {
    status: {
      observedGeneration: 1,
      replicas: count,
      readyReplicas: count,
      updatedReplicas: count,
      availableReplicas: count,
      conditions: [condition("Available"), condition("Progressing")],
    },
  };
};

const service: Fill = (object, count) => {
  const spec = specOf(object);
  const clusterIP = spec.clusterIP ?? `10.96.${(count >> 8) & 255}.${count & 255}`;
  const loadBalancer: PropertyMap =
    spec.type === "LoadBalancer" ? { ingress: [{ ip: `203.0.113.${count & 255}` }] } : {};
  return {
    spec: { type: "ClusterIP", sessionAffinity: "None", ...spec, clusterIP, clusterIPs: [clusterIP] },
    status: { loadBalancer },
  };
};

const STATUS: Readonly<Record<string, Fill>> = {
  Deployment: workload,
  StatefulSet: workload,
  ReplicaSet: workload,
  DaemonSet: () => ({ status: { observedGeneration: 1, desiredNumberScheduled: 1, numberReady: 1 } }),
  Service: service,
  Job: () => ({ status: { succeeded: 1, conditions: [condition("Complete")] } }),
  Pod: (_, count) => ({
    status: { phase: "Running", podIP: `10.244.0.${count & 255}`, conditions: [condition("Ready")] },
  }),
  PersistentVolumeClaim: (object) => ({
    spec: {
      volumeMode: "Filesystem",
      volumeName: `pvc-${madeUpHex(JSON.stringify(object.metadata), 8)}`,
      ...specOf(object),
    },
    status: { phase: "Bound" },
  }),
  Namespace: () => ({ spec: { finalizers: ["kubernetes"] }, status: { phase: "Active" } }),
};
