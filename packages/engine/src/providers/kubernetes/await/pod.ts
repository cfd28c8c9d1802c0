import type { PropertyMap } from "../../../values";
import { type KubeObject, listAt, mapAt, numberAt, shownName, textAt } from "../object";
import type { Readiness, ReadinessRule } from "./readiness";

interface PodState {
  readonly ready: boolean;
  /** What is waited for. */
  readonly step: string;
  /** Said in passing: for example why no node takes the pod. */
  readonly note?: string;
  /** What is wrong with the pod or its containers. */
  readonly problem?: string;
}

/** How far a pod has come: scheduled, initialized, ready. */
export function podState(pod: KubeObject): PodState {
  const name = shownName(pod);
  const conditions = listAt(pod, "status", "conditions");
  const condition = (type: string) => conditions.find((one) => one.type === type);
  const scheduled = condition("PodScheduled");
  if (scheduled?.status !== "True") {
    const note = scheduled?.reason ? textAt(scheduled, "message") : "";
    return { ready: false, step: `Waiting for Pod "${name}" to be scheduled`, ...(note ? { note } : {}) };
  }
  const initialized = condition("Initialized");
  if (initialized?.status !== "True") {
    return pending(pod, `Waiting for Pod "${name}" to be initialized`, initialized);
  }
  const ready = condition("Ready");
  const isDone = ready !== undefined && textAt(pod, "status", "phase") === "Succeeded";
  const step = `Waiting for Pod "${name}" to be ready`;
  return ready?.status === "True" || isDone ? { ready: true, step } : pending(pod, step, ready);
}

function pending(pod: KubeObject, step: string, condition: PropertyMap | undefined): PodState {
  if (!condition) return { ready: false, step };
  const wrong = listAt(pod, "status", "containerStatuses").flatMap(containerProblems).join("\n");
  const message = textAt(condition, "message");
  if (!wrong && !message) return { ready: false, step };
  const said = condition.reason ? message : "";
  return { ready: false, step, problem: `[Pod ${shownName(pod)}]: ${said}${wrong}` };
}

function containerProblems(container: PropertyMap): string[] {
  if (container.ready === true) return [];
  const problems: string[] = [];
  const isWaiting = "waiting" in mapAt(container, "state");
  const reason = textAt(container, "state", "waiting", "reason");
  if (isWaiting && reason !== "ContainerCreating") {
    problems.push(`[${reason}] ${trimmed(textAt(container, "state", "waiting", "message"))}`);
  }
  const ended = mapAt(container, "state", "terminated");
  if (ended.reason) {
    problems.push(
      ended.message
        ? `[${ended.reason}] ${trimmed(String(ended.message))}`
        : `container "${container.name}" completed with exit code ${numberAt(ended, "exitCode") ?? 0}`,
    );
  }
  const last = mapAt(container, "lastState", "terminated");
  if (last.finishedAt) {
    const code = numberAt(last, "exitCode") ?? 0;
    problems.push(
      `container "${container.name}" terminated at ${last.finishedAt} (${last.reason}: exit code ${code})`,
    );
    if (last.message) problems.push(String(last.message));
  }
  return problems;
}

/** Without what the daemon puts around an image's trouble. */
function trimmed(message: string): string {
  return message
    .replace(/^rpc error: code = Unknown desc = Error response from daemon: /, "")
    .replace(/: manifest unknown$/, "");
}

/** What is wrong with some pods. */
export function podProblems(pods: readonly KubeObject[]): string[] {
  return pods.flatMap((pod) => podState(pod).problem ?? []);
}

export const podRule: ReadinessRule = {
  assess({ object }): Readiness {
    const { ready, step, note, problem } = podState(object);
    const status = [step, note, problem].filter((text) => text !== undefined);
    return { ready, status, reasons: problem === undefined ? [] : [problem] };
  },
};
