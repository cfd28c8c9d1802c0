/**
 * A text that Kubernetes takes as it is where it would otherwise replace `$(NAME)`: in a command, its arguments and the
 * value of an environment variable. There, `$$` stands for `$`.
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
function literal(text: string): string {
  return text.replaceAll("$", "$$$$");
}

/** What Kubernetes replaces by an environment variable's value, even a secret one's. */
function reference(name: string): string {
  return `$(${name})`;
}

export { literal, reference };
