/** How gate and switch reach a cluster. */
interface Connection {
  /**
   * Path of a kubeconfig file, or its content.
   * @default the stack's `kubernetes:kubeconfig`, else KUBECONFIG, else ~/.kube/config, else the pod's own service account
   */
  readonly kubeconfig?: string;
  /**
   * A context of that file.
   * @default the stack's `kubernetes:context`, else the file's current one
   */
  readonly context?: string;
}

export type { Connection };
