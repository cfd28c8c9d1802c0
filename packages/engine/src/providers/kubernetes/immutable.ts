import { apiVersionOf, type KubeObject, kindOf } from "./object";

/** Whether a provider is told that the data of what it made may change. */
export interface Mutability {
  readonly enableConfigMapMutable: boolean;
  readonly enableSecretMutable: boolean;
}

const IDENTITY = ["metadata.name", "metadata.namespace"];

/**
 * The paths whose change replaces an object: `[*]` stands for any element of a list.
 * @param isPatch - whether it only changes what others own, so that everything but its name can change
 */
export function immutablePaths(
  object: KubeObject,
  isPatch: boolean,
  mutability: Mutability,
): readonly string[] {
  if (isPatch) return IDENTITY;
  const kind = `${apiVersionOf(object)} ${kindOf(object)}`;
  const data = IMMUTABLE_DATA[kind];
  const mayChange = data !== undefined && mutability[data.setting] && object.immutable !== true;
  if (data && !mayChange) return [...IDENTITY, ...data.paths];
  return [...IDENTITY, ...(IMMUTABLE[kind] ?? [])];
}

/**
 * What replaces an object of a kind, besides its name and namespace.
 * @see https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/diff.go
 */
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  "apps/v1 DaemonSet": ["spec.selector"],
  "apps/v1 Deployment": ["spec.selector"],
  "apps/v1 StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/v1 Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
  "policy/v1beta1 PodDisruptionBudget": ["spec"],
  "rbac.authorization.k8s.io/v1 ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/v1 RoleBinding": ["roleRef"],
  "storage.k8s.io/v1 StorageClass": ["parameters", "provisioner"],
  "v1 PersistentVolumeClaim": [
    "spec.accessModes",
    "spec.selector",
    "spec.storageClassName",
    "spec.volumeName",
  ],
  "v1 PersistentVolume": [
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "csi",
    "fc",
    "flexVolume",
    "flocker",
    "gcePersistentDisk",
    "glusterfs",
    "hostPath",
    "iscsi",
    "local",
    "nfs",
    "photonPersistentDisk",
    "portworxVolume",
    "quobyte",
    "rbd",
    "scaleIO",
    "storageos",
    "vsphereVolume",
  ].map((key) => `spec.${key}`),
  "v1 Pod": [
    "affinity",
    "automountServiceAccountToken",
    "dnsConfig",
    "dnsPolicy",
    "enableServiceLinks",
    "hostAliases",
    "hostIPC",
    "hostNetwork",
    "hostPID",
    "hostname",
    "imagePullSecrets",
    "nodeName",
    "nodeSelector",
    "overhead",
    "preemptionPolicy",
    "priority",
    "priorityClassName",
    "readinessGates",
    "restartPolicy",
    "runtimeClassName",
    "schedulerName",
    "securityContext",
    "serviceAccount",
    "serviceAccountName",
    "shareProcessNamespace",
    "subdomain",
    "terminationGracePeriodSeconds",
    "volumes",
    ...[
      "args",
      "command",
      "env",
      "image",
      "imagePullPolicy",
      "lifecycle",
      "livenessProbe",
      "ports",
      "readinessProbe",
      "resources",
      "securityContext",
      "stdin",
      "stdinOnce",
      "terminationMessagePath",
      "terminationMessagePolicy",
      "tty",
      "volumeDevices",
      "volumeMounts",
      "workingDir",
    ].flatMap((key) => [`containers[*].${key}`, `initContainers[*].${key}`]),
  ].map((key) => `spec.${key}`),
  "v1 ResourceQuota": ["spec.scopes"],
  "v1 Secret": ["type"],
  "v1 Service": ["spec.clusterIP"],
};

/** As long as the provider is not told that they may change, or where they say `immutable: true`. */
const IMMUTABLE_DATA: Readonly<
  Record<string, { readonly setting: keyof Mutability; readonly paths: readonly string[] }>
> = {
  "v1 ConfigMap": { setting: "enableConfigMapMutable", paths: ["binaryData", "data"] },
  "v1 Secret": { setting: "enableSecretMutable", paths: ["type", "stringData", "data"] },
};
