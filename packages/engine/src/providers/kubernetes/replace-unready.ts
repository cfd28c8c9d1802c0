import type { DiffResult } from "../../provider";
import { REPLACE_UNREADY } from "./annotations";
import { jobRule } from "./await/job";
import type { ClusterAccess } from "./cluster-access";
import { annotation, type KubeObject, kindOf } from "./object";

/** A Job whose program asks for it is replaced as long as it has not completed. */
export async function replaceUnreadyJob(
  access: ClusterAccess,
  diff: DiffResult,
  next: KubeObject,
  old: KubeObject,
): Promise<DiffResult> {
  const isAsked = annotation(next, REPLACE_UNREADY) === "true" && kindOf(next) === "Job";
  if (!isAsked || access.unreachable !== undefined) return diff;
  const live = await access.cluster.get(old).catch(() => undefined);
  if (!live) return diff;
  const view = { object: live, related: {}, unchangedFor: () => 0, waitedFor: 0 };
  if (jobRule.assess(view).ready) return diff;
  const path = `.metadata.annotations["${REPLACE_UNREADY}"]`;
  return { ...diff, changes: "some", replaces: [...diff.replaces, path] };
}
