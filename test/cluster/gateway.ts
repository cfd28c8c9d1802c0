import { freePort } from "../setup/free-port";
import { built } from "./build";
import type { OwnCluster } from "./cluster";
import { gatewayApiFolder, TRAEFIK } from "./gateway-build";
import { StartedCluster } from "./own-cluster";
import { recordOf, startPart } from "./part";
import { untilPartIsReady } from "./ready";
import { writeRecord } from "./record";

/** An implementation of the Gateway API for a cluster: Traefik, beside it on this machine. */
export interface Gateway {
  /** For a Gateway's `gatewayClassName`. */
  readonly className: string;
  /** The port of its listeners: a Gateway's listener has to have exactly this one. It answers on 127.0.0.1 only. */
  readonly port: number;
  /** Where routes answer, without a slash at the end. */
  readonly url: string;
  /** Its metrics in Prometheus' format. */
  readonly metricsUrl: string;
}

const CLASS_NAME = "traefik";

/** Starts it once in a cluster, with the Gateway API's resource definitions and a GatewayClass. It goes away with the cluster. */
export async function startGateway(cluster: OwnCluster): Promise<Gateway> {
  const { id } = cluster;
  if (recordOf(id).gateway === undefined) {
    const program = await built(TRAEFIK);
    const gateway = { program, port: await freePort(), metricsPort: await freePort() };
    await applyDefinitions(new StartedCluster(id));
    writeRecord({ ...recordOf(id), gateway });
    startPart(id, "gateway");
  }
  await untilPartIsReady(id, "gateway");
  const { port = 0, metricsPort = 0 } = recordOf(id).gateway ?? {};
  return {
    className: CLASS_NAME,
    port,
    url: `http://127.0.0.1:${port}`,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
  };
}

async function applyDefinitions(cluster: StartedCluster): Promise<void> {
  await cluster.mustKubectl(["apply", "--server-side", "-f", await gatewayApiFolder()]);
  await cluster.mustKubectl(["wait", "crd", "--all", "--for=condition=Established", "--timeout=30s"]);
  const gatewayClass = {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "GatewayClass",
    metadata: { name: CLASS_NAME },
    spec: { controllerName: "traefik.io/gateway-controller" },
  };
  await cluster.mustKubectl(["apply", "-f", "-"], JSON.stringify(gatewayClass));
}
