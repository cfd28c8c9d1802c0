import { type Clock, formatDuration, type GroupKey } from "@anew/core";
import type { RouteHook } from "../route";
import type { KubernetesApi } from "./api";
import { isStatus } from "./api-error";
import { warningsAbout } from "./events";
import { explainPod } from "./explain";
import { HOOK, type HookMoment, hookHash, hookJob, hookName } from "./hook-manifest";
import type { Deployment, Job } from "./objects";
import { pathOf } from "./paths";
import { indent } from "./pod-log";
import { podsOf } from "./pods";

/** Pause between two looks, milliseconds. */
const LOOK_MS = 500;
/** How long an earlier Job may take to go away. */
const REMOVAL_TIMEOUT_MS = 60_000;

/** Runs a group's hooks, each as a Job of the new generation's own pod. */
class HookJobs {
  constructor(
    private readonly api: KubernetesApi,
    private readonly clock: Clock,
    private readonly key: GroupKey,
  ) {}

  /**
   * Runs a hook to its end, and takes its Job away. One that an update which was cut off has begun is waited for.
   * @throws Error with the end of its log when it fails or takes too long
   */
  async run(moment: HookMoment, hook: RouteHook, generation: string, deployment: Deployment): Promise<void> {
    const namespace = deployment.metadata.namespace ?? "default";
    const path = pathOf("jobs", namespace, hookName(this.key.group, generation, moment));
    const earlier = await this.api.get<Job>(path);
    if (
      earlier !== undefined &&
      (failed(earlier) || earlier.metadata.annotations?.[HOOK] !== hookHash(hook))
    ) {
      await this.remove(path);
    }
    try {
      await this.api.create(
        pathOf("jobs", namespace),
        hookJob(this.key, generation, moment, hook, deployment),
      );
    } catch (error) {
      // It is there already: made by the update that was cut off, or by this call before its answer was lost.
      if (!isStatus(error, 409)) {
        throw error;
      }
    }
    try {
      await this.wait(path, namespace, moment, hook);
    } finally {
      await this.api.remove(path, "Background").catch(() => undefined);
    }
  }

  private async wait(path: string, namespace: string, moment: HookMoment, hook: RouteHook): Promise<void> {
    const end = this.clock.now() + hook.timeoutMs;
    for (;;) {
      const job = await this.api.get<Job>(path);
      if (job === undefined) {
        throw new Error(`the Job of the hook ${moment} the switch was removed by somebody else`);
      }
      if ((job.status?.succeeded ?? 0) > 0) {
        return;
      }
      const late = this.clock.now() >= end;
      if (failed(job) || late) {
        const what = late ? `did not end within ${formatDuration(hook.timeoutMs)}` : "failed";
        throw new Error(
          `the hook ${moment} the switch ${what}: ${[...hook.command, ...(hook.args ?? [])].join(" ")}\n` +
            (await this.explain(job, namespace)),
        );
      }
      await this.clock.sleep(LOOK_MS);
    }
  }

  private async explain(job: Job, namespace: string): Promise<string> {
    const pods = await podsOf(this.api, namespace, { "batch.kubernetes.io/job-name": job.metadata.name });
    const uids = new Set([job.metadata.uid, ...pods.map((pod) => pod.metadata.uid)]);
    const warnings = await warningsAbout(this.api, namespace, uids).catch(() => []);
    return [
      ...(await Promise.all(pods.map((pod) => explainPod(this.api, namespace, pod)))),
      ...(warnings.length > 0 ? [`last warnings:\n${indent(warnings.join("\n"))}`] : []),
    ].join("\n");
  }

  private async remove(path: string): Promise<void> {
    await this.api.remove(path, "Foreground");
    const end = this.clock.now() + REMOVAL_TIMEOUT_MS;
    while ((await this.api.get(path)) !== undefined && this.clock.now() < end) {
      await this.clock.sleep(LOOK_MS);
    }
  }
}

function failed(job: Job): boolean {
  return (job.status?.conditions ?? []).some(({ type, status }) => type === "Failed" && status === "True");
}

export { HookJobs };
