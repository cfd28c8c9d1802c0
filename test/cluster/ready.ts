import { existsSync } from "node:fs";
import { get, type RequestOptions } from "node:http";
import { get as getSecurely } from "node:https";
import { run } from "../setup/command";
import { kubeconfigFile } from "./components";
import { containerdSocket } from "./containerd";
import { recordOf, untilReady } from "./part";
import type { ClusterRecord } from "./record";

/** How long a part may take until it is ready, in milliseconds: on a busy machine, the API server takes its time. */
const START_TIMEOUT = 120_000;
const ANSWER_TIMEOUT = 3000;

/** Waits until a part that has been started does its work. */
export async function untilPartIsReady(id: string, name: string): Promise<void> {
  const record = recordOf(id);
  await untilReady(id, name, () => isReady(record, name), START_TIMEOUT);
}

async function isReady(record: ClusterRecord, name: string): Promise<boolean> {
  const { ports } = record;
  switch (name) {
    case "containerd":
      return existsSync(containerdSocket(record));
    case "etcd":
      return answers(`http://127.0.0.1:${ports.etcd}/health`);
    case "api-server":
      return answers(`https://127.0.0.1:${ports.api}/readyz`);
    case "controller-manager":
      return answers(`https://127.0.0.1:${ports.controllerManager}/healthz`);
    case "scheduler":
      return answers(`https://127.0.0.1:${ports.scheduler}/healthz`);
    case "kube-proxy":
      return answers(`http://127.0.0.1:${ports.proxyHealth}/healthz`);
    case "gateway":
      return answers(`http://127.0.0.1:${record.gateway?.metricsPort}/ping`);
    case "prometheus":
      return answers(`http://127.0.0.1:${record.prometheus?.port}/-/ready`);
    case "kubelet":
      return isNodeReady(record);
    default:
      throw new Error(`a cluster has no part "${name}"`);
  }
}

/** The node says so itself: its network works too. */
async function isNodeReady(record: ClusterRecord): Promise<boolean> {
  const status = 'jsonpath={.status.conditions[?(@.type=="Ready")].status}';
  const args = ["--kubeconfig", kubeconfigFile(record, "admin"), "get", "node", record.id, "-o", status];
  const { exitCode, stdout } = await run(record.program, ["kubectl", ...args]);
  return exitCode === 0 && stdout.trim() === "True";
}

/** Does it answer with 200? Whose certificate it shows does not matter here. */
function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const options: RequestOptions & { rejectUnauthorized?: boolean } = { timeout: ANSWER_TIMEOUT };
    const request = url.startsWith("https:")
      ? getSecurely(url, { ...options, rejectUnauthorized: false }, answered)
      : get(url, options, answered);
    request.on("error", () => resolve(false));
    request.on("timeout", () => request.destroy());
    function answered(response: import("node:http").IncomingMessage): void {
      response.resume();
      resolve(response.statusCode === 200);
    }
  });
}
