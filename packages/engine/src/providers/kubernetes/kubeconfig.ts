import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import type { KubernetesConfig } from "./provider-config";

export interface Connection {
  readonly config: KubeConfig;
  /** Where objects without a namespace go. */
  readonly namespace: string;
}

/**
 * Who speaks to which cluster: the provider's kubeconfig, else the one that kubectl would take, with the provider's
 * context, cluster and namespace over it.
 * @param folder - where a relative path starts
 * @throws Error on a kubeconfig that names no cluster
 */
export async function connect(
  given: KubernetesConfig,
  env: NodeJS.ProcessEnv,
  folder = ".",
): Promise<Connection> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  if (given.kubeconfig) loadGiven(config, given.kubeconfig, folder);
  else loadAmbient(config, env, () => new KubeConfig());
  if (given.context) config.setCurrentContext(given.context);
  const name = config.getCurrentContext();
  const context = config.getContextObject(name);
  if (!context) {
    throw new Error(
      name
        ? `context "${name}" does not exist`
        : "invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable",
    );
  }
  if (given.cluster) {
    const chosen = { ...context, cluster: given.cluster };
    config.contexts = config.contexts.map((one) => (one.name === name ? chosen : one));
  }
  const cluster = given.cluster ?? context.cluster;
  // What is not encrypted has nothing to verify; the client insists on being told.
  config.clusters = config.clusters.map((one) =>
    one.server?.startsWith("http:") ? { ...one, skipTLSVerify: true } : one,
  );
  if (!config.getCluster(cluster)) throw new Error(`cluster "${cluster}" does not exist`);
  return { config, namespace: given.namespace || context.namespace || "default" };
}

function loadGiven(config: KubeConfig, pathOrText: string, folder: string): void {
  const path = placed(pathOrText, folder);
  if (isFile(path)) config.loadFromFile(path);
  else {
    try {
      config.loadFromString(pathOrText);
    } catch (error) {
      throw new Error(`failed to parse kubeconfig data in \`kubernetes:config:kubeconfig\`- ${words(error)}`);
    }
  }
}

function loadAmbient(config: KubeConfig, env: NodeJS.ProcessEnv, another: () => KubeConfig): void {
  const paths = (env.KUBECONFIG ?? "").split(delimiter).filter((path) => path !== "" && existsSync(path));
  const [first, ...others] = paths;
  if (first === undefined) config.loadFromDefault();
  else config.loadFromFile(first);
  for (const path of others) {
    const other = another();
    other.loadFromFile(path);
    config.mergeConfig(other, true);
  }
}

/** The text of a kubeconfig that is given as a path or as its text. */
export function kubeconfigText(pathOrText: string): string {
  const path = placed(pathOrText, ".");
  return isFile(path) ? readFileSync(path, "utf8") : pathOrText;
}

function placed(path: string, folder: string): string {
  return path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : resolve(folder, path);
}

function isFile(path: string): boolean {
  // A whole kubeconfig is longer than any path may be, or has lines.
  return !path.includes("\n") && path.length < 4096 && existsSync(path);
}

function words(error: unknown): string {
  return (error as Error).message;
}
