/**
 * What the user can do when a program failed because a value of its configuration is not set: the SDK names a command
 * of the Pulumi CLI, which may not be there.
 * @param errors - what the program told
 * @returns undefined when it failed for another reason
 */
export function missingConfigHint(project: string, errors: readonly string[]): string | undefined {
  for (const error of errors) {
    const [, key, secret] =
      /Missing required configuration variable '([^']+)'(?:.*?`pulumi config set (--secret)?)?/s.exec(
        error,
      ) ?? [];
    if (key === undefined) continue;
    const name = key.startsWith(`${project}:`) ? key.slice(project.length + 1) : key;
    return `${name} is not set: give it by "${secret ?? "--config"} ${name}=…", or in the stack's file`;
  }
  return undefined;
}
