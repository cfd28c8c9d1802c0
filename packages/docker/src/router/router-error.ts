type RouterErrorReason =
  /** Docker does not answer. */
  | "daemon"
  /** No such container, or it does not run. */
  | "gone"
  | "stopped"
  /** The container is no router of this version of Anew. */
  | "foreign"
  /** Commands cannot be run in the container. */
  | "exec"
  /** HAProxy or the shell refused a command. */
  | "command"
  /** No backend or no slot is left. */
  | "full"
  /** Another group has it, or it still receives traffic. */
  | "conflict"
  /** Another process holds the router. */
  | "locked"
  /** The caller asked for something that cannot be. */
  | "input";

/** Everything that a router refuses, with what to do about it. */
class RouterError extends Error {
  constructor(
    readonly reason: RouterErrorReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "RouterError";
  }
}

export type { RouterErrorReason };
export { RouterError };
