import type { Cluster } from "../../cluster";

/** What every object of a cluster has. */
export interface ClusterObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    /** It is being deleted. */
    readonly deletionTimestamp?: string;
  };
  readonly spec?: { readonly replicas?: number; readonly selector?: Readonly<Record<string, string>> };
}

/** The objects of some kinds in a namespace that have a label. */
export async function objectsIn(
  cluster: Cluster,
  namespace: string,
  kinds: readonly string[],
  selector: string,
): Promise<readonly ClusterObject[]> {
  const text = await cluster.mustKubectl([
    "--namespace",
    namespace,
    "get",
    kinds.join(","),
    "--selector",
    selector,
    "-o",
    "json",
  ]);
  return (JSON.parse(text) as { items: ClusterObject[] }).items;
}
