import { existsSync, readFileSync } from "node:fs";
import { delimiter } from "node:path";
import { parse } from "yaml";
import { SetupError } from "../setup/cleanup";
import { type CommandResult, mustRun, run, which } from "../setup/command";
import { anewFolder } from "../setup/places";
import { built, KUBERNETES } from "./build";
import type { Cluster } from "./cluster";
import { serviceAccountKubeconfig } from "./service-account";

/** What the name of a context has to hold, so that tests create and delete there whatever they like. */
export const THROWAWAY = "throwaway";

/** The cluster of a KUBECONFIG that somebody has given. */
export async function givenCluster(kubeconfig: string, env: NodeJS.ProcessEnv): Promise<Cluster> {
  const context = throwawayContext(kubeconfig, env);
  const [program, ...before] = which("kubectl") ? ["kubectl"] : [await built(KUBERNETES), "kubectl"];
  const all = (args: readonly string[]): readonly string[] => [...before, "--context", context, ...args];
  const options = { env: { ...env, KUBECONFIG: kubeconfig } };
  const cluster: Cluster = {
    kubeconfig,
    context,
    nodePortHost: env.ANEW_CLUSTER_NODE_HOST,
    own: undefined,
    kubectl: (args, input): Promise<CommandResult> =>
      run(program as string, all(args), { ...options, input }),
    mustKubectl: (args, input) => mustRun(program as string, all(args), { ...options, input }),
    kubeconfigOf: (namespace, account) =>
      serviceAccountKubeconfig(cluster, anewFolder("kubeconfigs"), namespace, account),
  };
  return cluster;
}

/**
 * The current context of a KUBECONFIG, which must say that it is for throwing away.
 *
 * @throws SetupError when it does not say so
 */
export function throwawayContext(kubeconfig: string, env: NodeJS.ProcessEnv): string {
  const context = currentContext(kubeconfig);
  if (context === undefined) throw new SetupError(`KUBECONFIG: ${kubeconfig} has no current context`);
  if (context.includes(THROWAWAY) || env.ANEW_CLUSTER_THROWAWAY === context) return context;
  throw new SetupError(
    `KUBECONFIG: got the context "${context}", expected one for throwing away: the tests create and delete there what they like. ` +
      `Rename it so that it contains "${THROWAWAY}", or set ANEW_CLUSTER_THROWAWAY=${context}, or unset KUBECONFIG to start a cluster on this machine`,
  );
}

/** As kubectl does: the first file that has one. */
function currentContext(kubeconfig: string): string | undefined {
  for (const file of kubeconfig.split(delimiter).filter((path) => path !== "" && existsSync(path))) {
    const config: unknown = parse(readFileSync(file, "utf8"));
    if (typeof config !== "object" || config === null || !("current-context" in config)) continue;
    const context = config["current-context"];
    if (typeof context === "string" && context !== "") return context;
  }
  return undefined;
}
