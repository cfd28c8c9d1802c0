import { parse } from "yaml";
import type { DiffResult } from "../../provider";
import { equal, isMap, type PropertyMap, type PropertyValue, Unknown } from "../../values";
import { kubeconfigText } from "./kubeconfig";
import { listAt, textAt } from "./object";

const CLUSTER_KEYS = ["kubeconfig", "context", "cluster"];

/**
 * Compares two configurations of the provider. One that names another cluster replaces everything on it; a cluster has
 * no identity of its own, so what counts is the kubeconfig's entry of the active cluster, or `clusterIdentifier`.
 */
export function diffConfig(olds: PropertyMap, news: PropertyMap): DiffResult {
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  const diffs = keys.filter((key) => !equal(olds[key] ?? null, news[key] ?? null)).sort();
  return {
    changes: diffs.length > 0 ? "some" : "none",
    diffs,
    replaces: replaces(olds, news, diffs),
    stables: [],
    deleteBeforeReplace: false,
  };
}

function replaces(olds: PropertyMap, news: PropertyMap, diffs: readonly string[]): string[] {
  if (diffs.length === 0) return [];
  const [before, after] = [olds.clusterIdentifier ?? null, news.clusterIdentifier ?? null];
  if (before !== null && after !== null) return equal(before, after) ? [] : ["clusterIdentifier"];
  const unknown = CLUSTER_KEYS.find((key) => news[key] instanceof Unknown);
  if (unknown) return [unknown];
  const [old, next] = [activeCluster(olds), activeCluster(news)];
  if (!old || !next || equal(old, next)) return [];
  return CLUSTER_KEYS.filter((key) => diffs.includes(key));
}

function activeCluster(config: PropertyMap): PropertyValue | undefined {
  const kubeconfig = parsed(config.kubeconfig ?? null);
  const contextName = textAt(config, "context") || textAt(kubeconfig, "current-context");
  const context = listAt(kubeconfig, "contexts").find((one) => one.name === contextName);
  if (!context) return undefined;
  const name = textAt(config, "cluster") || textAt(context, "context", "cluster");
  return listAt(kubeconfig, "clusters").find((one) => one.name === name)?.cluster;
}

function parsed(kubeconfig: PropertyValue): PropertyMap {
  if (isMap(kubeconfig)) return kubeconfig;
  if (typeof kubeconfig !== "string" || kubeconfig === "") return {};
  const value = parse(kubeconfigText(kubeconfig)) as PropertyValue;
  return isMap(value) ? value : {};
}
