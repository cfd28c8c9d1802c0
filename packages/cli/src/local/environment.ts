/** Whether a variable of the environment says yes, in a way that the Pulumi CLI takes too. */
export function isSet(name: string): boolean {
  return /^(1|t|true)$/i.test(process.env[name] ?? "");
}
