import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Component } from "./component";
import type { ClusterRecord } from "./record";

/** The commands of what a test may have started beside the cluster. */
export function additions(record: ClusterRecord, kubeconfig: string): readonly Component[] {
  const { gateway, prometheus } = record;
  const all: Component[] = [];
  if (gateway !== undefined) all.push(traefik(gateway, kubeconfig));
  if (prometheus !== undefined) all.push(prometheusOf(record, prometheus));
  return all;
}

function traefik(gateway: NonNullable<ClusterRecord["gateway"]>, kubeconfig: string): Component {
  const command = [
    gateway.program,
    `--entryPoints.web.address=127.0.0.1:${gateway.port}`,
    `--entryPoints.metrics.address=127.0.0.1:${gateway.metricsPort}`,
    "--providers.kubernetesGateway=true",
    "--providers.kubernetesGateway.statusAddress.ip=127.0.0.1",
    "--providers.providersThrottleDuration=100ms",
    "--metrics.prometheus=true",
    "--metrics.prometheus.entryPoint=metrics",
    "--metrics.prometheus.addRoutersLabels=true",
    "--ping=true",
    "--ping.entryPoint=metrics",
    "--global.checkNewVersion=false",
    "--global.sendAnonymousUsage=false",
  ];
  return { name: "gateway", command, env: { KUBECONFIG: kubeconfig } };
}

function prometheusOf(
  { folder }: ClusterRecord,
  { port, target }: NonNullable<ClusterRecord["prometheus"]>,
): Component {
  const place = join(folder, "prometheus");
  mkdirSync(place, { recursive: true });
  const config = {
    global: { scrape_interval: "1s", scrape_timeout: "1s" },
    scrape_configs: [{ job_name: "gateway", static_configs: [{ targets: [target] }] }],
  };
  writeFileSync(join(place, "prometheus.yml"), JSON.stringify(config)); // YAML reads JSON
  const command = [
    "prometheus",
    `--config.file=${join(place, "prometheus.yml")}`,
    `--storage.tsdb.path=${join(place, "data")}`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--log.level=warn",
  ];
  return { name: "prometheus", command };
}
