import { isOwnedBy, listAt, mapAt, nameOf, numberAt, shownName, textAt } from "../object";
import { podProblems } from "./pod";
import { type Readiness, type ReadinessRule, waiting } from "./readiness";

/** Failures after which a Job starts no pod any more. */
const FINAL = ["BackoffLimitExceeded", "DeadlineExceeded"];

/** A Job is ready when it has completed. */
export const jobRule: ReadinessRule = {
  related: (object) => ({
    pods: { apiVersion: "v1", kind: "Pod", labelSelector: `job-name=${nameOf(object)}`, isInformative: true },
  }),

  assess({ object, related }): Readiness {
    const name = shownName(object);
    const status = mapAt(object, "status");
    const problems = podProblems((related.pods ?? []).filter((pod) => isOwnedBy(pod, object)));
    if (!status.startTime) return waiting(`Waiting for Job "${name}" to start`, ...problems);
    const conditions = listAt(status, "conditions").filter((one) => one.status === "True");
    const failed = conditions.find((one) => one.type === "Failed" && FINAL.includes(textAt(one, "reason")));
    const count = (key: string) => numberAt(status, key) ?? 0;
    const counts = `(Active: ${count("active")} | Succeeded: ${count("succeeded")} | Failed: ${count("failed")})`;
    const step = `Waiting for Job "${name}" to succeed ${counts}`;
    if (failed) {
      const reason = `[${failed.reason}] ${textAt(failed, "message")}`;
      return { ready: false, status: [step, reason], reasons: [reason, ...problems], hopeless: true };
    }
    if (conditions.some((one) => one.type === "Complete"))
      return { ready: true, status: [step], reasons: [] };
    return waiting(step, ...problems);
  },
};
