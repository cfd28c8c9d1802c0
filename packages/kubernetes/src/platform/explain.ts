import { reasonOf } from "@anew/core";
import type { KubernetesApi } from "./api";
import { complaints, wantedReplicas } from "./deployments";
import { warningsAbout } from "./events";
import { podLabels } from "./health";
import type { ContainerStatus, Deployment, KubernetesObject, Pod } from "./objects";
import { pathOf } from "./paths";
import { indent, lastLines } from "./pod-log";
import { containersOf, isEnding, isReady, podsOf, podTrouble } from "./pods";

/** Pods that an explanation shows, those in trouble first. */
const SHOWN_PODS = 3;

/** Why a generation is as it is: its Deployment, its pods with the ends of their logs, the last warnings. */
async function explainDeployment(
  api: KubernetesApi,
  namespace: string,
  deployment: Deployment,
): Promise<string> {
  const labels = podLabels(deployment);
  const pods = await podsOf(api, namespace, labels);
  const shown = pods
    .filter((pod) => !isEnding(pod))
    .sort((a, b) => Number(isReady(a)) - Number(isReady(b)))
    .slice(0, SHOWN_PODS);
  const { name, uid } = deployment.metadata;
  const available = deployment.status?.availableReplicas ?? 0;
  const head = [`${available} of ${wantedReplicas(deployment)} available`, ...complaints(deployment)];
  const replicaSets = await api.list<KubernetesObject>(pathOf("replicasets", namespace), {
    labels,
    metadataOnly: true,
  });
  const uids = new Set([uid, ...[...replicaSets, ...pods].map((one) => one.metadata.uid)]);
  const warnings = await warningsAbout(api, namespace, uids).catch((error) => [
    `the events can't be read: ${reasonOf(error)}`,
  ]);
  return [
    `Deployment ${namespace}/${name}: ${head.join(", ")}`,
    ...(await Promise.all(shown.map((pod) => explainPod(api, namespace, pod)))),
    ...(warnings.length > 0 ? [`last warnings:\n${indent(warnings.join("\n"))}`] : []),
  ].join("\n");
}

/** One pod: what keeps it, and the end of its log. */
async function explainPod(api: KubernetesApi, namespace: string, pod: Pod): Promise<string> {
  const { name } = pod.metadata;
  const node = pod.spec?.nodeName;
  const started = containersOf(pod).filter(hasRun);
  const unready = started.length === 0 ? "has not started yet" : "runs, but is not ready";
  const state = podTrouble(pod) ?? (isReady(pod) ? "ready" : unready);
  const facts = `pod ${name}: ${state}${node === undefined ? "" : `, on node ${node}`}`;
  if (started.length === 0) {
    return facts;
  }
  const worst = started.find((status) => !status.ready) ?? started[0]!;
  const restarted = worst.restartCount > 0 && worst.state?.terminated === undefined;
  const log = await lastLines(api, namespace, name, worst.name, restarted).catch(
    (error) => `its log can't be read: ${reasonOf(error)}`,
  );
  return `${facts}; ${log === "" ? "its log is empty" : `last log lines:\n${indent(log)}`}`;
}

function hasRun({ state, restartCount }: ContainerStatus): boolean {
  return state?.running !== undefined || state?.terminated !== undefined || restartCount > 0;
}

export { explainDeployment, explainPod };
