import type { Context } from "mocha";
import { SetupError } from "../setup/cleanup";
import { skip } from "../setup/skip";
import { isBuilt } from "./build";
import { runningCluster } from "./choose";
import type { Cluster, OwnCluster } from "./cluster";
import { type Gateway, startGateway } from "./gateway";
import { TRAEFIK } from "./gateway-build";

/** Why the runner could not start a cluster, for the tests that it starts. */
export const REASON_VARIABLE = "ANEW_NO_CLUSTER";

/** The cluster for a suite, from its `before` hook: the runner's, or by hand that of KUBECONFIG or of `pnpm cluster up`. Without one, the suite is skipped. */
export async function requireCluster(context: Context): Promise<Cluster> {
  const reason = process.env[REASON_VARIABLE];
  if (reason) return skip(context, reason);
  try {
    const cluster = await runningCluster();
    return cluster ?? skip(context, "no cluster runs: npx -y pnpm@12 cluster up");
  } catch (error) {
    if (error instanceof SetupError) return skip(context, error.message);
    throw error;
  }
}

/** For tests that stop parts of the cluster, or load images onto its node. */
export async function requireOwnCluster(context: Context): Promise<Cluster & { readonly own: OwnCluster }> {
  const cluster = await requireCluster(context);
  const { own } = cluster;
  if (own === undefined) return skip(context, "needs a cluster that this clone has started");
  return cluster as Cluster & { readonly own: OwnCluster };
}

/** A Gateway API implementation in a cluster of one's own. It is not built by the way: that takes ten minutes. */
export async function requireGateway(
  context: Context,
): Promise<{ readonly cluster: Cluster & { readonly own: OwnCluster }; readonly gateway: Gateway }> {
  const cluster = await requireOwnCluster(context);
  if (!isBuilt(TRAEFIK)) return skip(context, "no gateway is built: npx -y pnpm@12 cluster gateway");
  return { cluster, gateway: await startGateway(cluster.own) };
}
