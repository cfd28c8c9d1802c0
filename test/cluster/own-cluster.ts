import { join } from "node:path";
import { type CommandResult, mustRun, run } from "../setup/command";
import { certificateFiles, makeCertificates } from "./certificates";
import type { Cluster, OwnCluster, Stoppable } from "./cluster";
import { certificateFolder, kubeconfigFile } from "./components";
import { containerdSocket, importImages } from "./containerd";
import { certificateUser, writeKubeconfig } from "./kubeconfig";
import { recordOf, startPart, stopPart } from "./part";
import { untilPartIsReady } from "./ready";
import { type ClusterRecord, readRecord } from "./record";
import { serviceAccountKubeconfig } from "./service-account";
import { undoCluster } from "./undo";

/** A cluster that this clone has started, in this process or another: everything about it is in its record. */
export class StartedCluster implements Cluster, OwnCluster {
  readonly id: string;
  readonly kubeconfig: string;
  readonly context: string;
  readonly nodePortHost = "127.0.0.1";
  readonly containerd: string;
  readonly logFolder: string;
  readonly own = this;
  readonly #program: string;
  #removed: Promise<void> | undefined;

  constructor(id: string) {
    const record = recordOf(id);
    this.id = id;
    this.kubeconfig = kubeconfigFile(record, "admin");
    this.context = `throwaway-${id}`;
    this.containerd = containerdSocket(record);
    this.logFolder = record.folder;
    this.#program = record.program;
  }

  kubectl(args: readonly string[], input?: string): Promise<CommandResult> {
    return run(this.#program, this.#kubectl(args), { input });
  }

  mustKubectl(args: readonly string[], input?: string): Promise<string> {
    return mustRun(this.#program, this.#kubectl(args), { input });
  }

  kubeconfigOf(namespace: string, serviceAccount: string): Promise<string> {
    return serviceAccountKubeconfig(this, this.logFolder, namespace, serviceAccount);
  }

  async stop(part: Stoppable, signal: "SIGTERM" | "SIGKILL" = "SIGKILL"): Promise<void> {
    await stopPart(this.id, part, signal);
  }

  async start(part: Stoppable): Promise<void> {
    startPart(this.id, part);
    await untilPartIsReady(this.id, part);
  }

  loadImages(tarFile: string): Promise<void> {
    return importImages(recordOf(this.id), tarFile);
  }

  async kubeconfigOfUser(name: string, groups: readonly string[] = []): Promise<string> {
    const record = recordOf(this.id);
    const folder = certificateFolder(record);
    const file = `user-${name.replace(/[^a-z0-9-]/gi, "-")}`;
    await makeCertificates(record.program, folder, [{ name: file, commonName: name, organization: groups }]);
    return this.#write(record, file, certificateUser(certificateFiles(folder, file)));
  }

  remove(): Promise<void> {
    this.#removed ??= (async () => {
      const record = readRecord(this.id);
      if (record !== undefined) await undoCluster(record);
    })();
    return this.#removed;
  }

  #write(record: ClusterRecord, file: string, who: ReturnType<typeof certificateUser>): string {
    const path = join(record.folder, `${file}.kubeconfig`);
    const server = `https://127.0.0.1:${record.ports.api}`;
    writeKubeconfig(path, { server, context: this.context, ...who });
    return path;
  }

  #kubectl(args: readonly string[]): readonly string[] {
    return ["kubectl", "--kubeconfig", this.kubeconfig, "--context", this.context, ...args];
  }
}
