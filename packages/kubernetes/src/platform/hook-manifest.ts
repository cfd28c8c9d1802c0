import { createHash } from "node:crypto";
import type { GroupKey } from "@anew/core";
import { kubernetesLabels } from "../labels";
import { resourceName } from "../names";
import type { RouteHook } from "../route";
import type { Deployment } from "./objects";

/** When a hook runs. */
type HookMoment = "before" | "after";

/** Which hook a Job runs: one that another program left under the same name is not taken for it. */
const HOOK = "dev.anew.hook";
/** How much longer than the hook itself its Job may last: it ends by itself if nobody is left to end it. Seconds. */
const BACKSTOP_S = 30;
/** How long a Job that is over is kept, for an update that goes on after it was cut off. Seconds. */
const KEPT_S = 600;
/** Until then a pod that is to end has its time; a hook's has nobody to wait for. Seconds. */
const GRACE_S = 5;

/** What of a pod is there for serving, and no part of a hook. */
const SERVING: readonly string[] = ["readinessProbe", "livenessProbe", "startupProbe", "ports", "lifecycle"];

function hookName(group: string, generation: string, moment: HookMoment): string {
  return `${resourceName(group, generation)}-${moment}`;
}

function hookHash(hook: RouteHook): string {
  return createHash("sha256")
    .update(JSON.stringify([hook.command, hook.args ?? []]))
    .digest("hex")
    .slice(0, 16);
}

/** A Job that runs a command in the same pod as a generation's own: image, environment, files, rights. */
function hookJob(
  key: GroupKey,
  generation: string,
  moment: HookMoment,
  hook: RouteHook,
  { spec, metadata }: Deployment,
): object {
  const { template } = spec;
  const { topologySpreadConstraints: _, ...pod } = template.spec;
  const [main, ...others] = pod.containers;
  const rest = Object.entries(main ?? {}).filter(([name]) => !SERVING.includes(name) && name !== "args");
  // The group's own labels would make it one of the generation's pods.
  const labels = Object.entries(template.metadata?.labels ?? {}).filter(
    ([name]) => !name.startsWith("dev.anew."),
  );
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: hookName(key.group, generation, moment),
      namespace: metadata.namespace,
      labels: kubernetesLabels(key, generation),
      annotations: { [HOOK]: hookHash(hook) },
    },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: Math.ceil(hook.timeoutMs / 1000) + BACKSTOP_S,
      ttlSecondsAfterFinished: KEPT_S,
      template: {
        metadata: { ...template.metadata, labels: Object.fromEntries(labels) },
        spec: {
          ...pod,
          restartPolicy: "Never",
          terminationGracePeriodSeconds: GRACE_S,
          // It may carry labels by which a Service of the user's finds pods: one that is never ready gets no traffic.
          readinessGates: [{ conditionType: `${HOOK}-is-never-ready` }],
          containers: [
            { ...Object.fromEntries(rest), command: hook.command, ...(hook.args && { args: hook.args }) },
            ...others,
          ],
        },
      },
    },
  };
}

export type { HookMoment };
export { HOOK, hookHash, hookJob, hookName };
