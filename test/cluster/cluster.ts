import type { CommandResult } from "../setup/command";

/** The parts of a cluster that a test may stop, as a crash or a node that goes away does, and start again. */
export type Stoppable = "etcd" | "api-server" | "controller-manager" | "scheduler" | "kubelet" | "kube-proxy";

/** What every throwaway cluster gives to a test. */
export interface Cluster {
  /** The file for KUBECONFIG: an administrator's. */
  readonly kubeconfig: string;
  /** The only context in it that a test may use. */
  readonly context: string;
  /** Where the ports of Services of type NodePort answer. `undefined` where the cluster's owner did not say. */
  readonly nodePortHost: string | undefined;
  /** Only of a cluster that this clone has started. */
  readonly own: OwnCluster | undefined;
  /** Runs kubectl as the administrator. Never throws: the exit code tells. */
  kubectl(args: readonly string[], input?: string): Promise<CommandResult>;
  /** As `kubectl`, but a failure is an error. Gives what it printed. */
  mustKubectl(args: readonly string[], input?: string): Promise<string>;
  /** Writes a kubeconfig that is a ServiceAccount's, which has to be there; whatever its roles allow, and nothing else. */
  kubeconfigOf(namespace: string, serviceAccount: string): Promise<string>;
}

/** What only a cluster of one's own allows. */
export interface OwnCluster {
  /** Also the name of its node, its bridge and its control group. */
  readonly id: string;
  /** The socket of its containerd. */
  readonly containerd: string;
  /** Its folder with a log per part: `api-server.log`, `kubelet.log`, …. */
  readonly logFolder: string;
  /** Ends a part, by default at once as a crash does, and waits until it is gone. Pods go on without it. */
  stop(part: Stoppable, signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
  /** Starts a part again, and waits until it is ready. */
  start(part: Stoppable): Promise<void>;
  /** Puts the images of a `docker save` file onto the node. A pod takes them with `imagePullPolicy: Never` or `IfNotPresent`. */
  loadImages(tarFile: string): Promise<void>;
  /** Writes a kubeconfig for a user with a client certificate. */
  kubeconfigOfUser(name: string, groups?: readonly string[]): Promise<string>;
  /** Ends it, and gives back all it has claimed on the machine. */
  remove(): Promise<void>;
}
