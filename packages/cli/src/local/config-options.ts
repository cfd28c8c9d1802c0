import { EXIT, ExitError } from "./exit-code.js";
import type { GivenConfigs, RunOptions } from "./options.js";

/**
 * The configuration that the command line gives.
 * @throws ExitError on what is not key=value
 */
export function givenConfig({ config = [], secret = [], configPath }: RunOptions): GivenConfigs {
  const given: Record<string, { value: string; secret: boolean; path: boolean }> = {};
  const add = (option: string, text: string, isSecret: boolean) => {
    const [key, value] = split(option, text);
    given[key] = { value, secret: isSecret, path: configPath === true };
  };
  for (const text of config) add("--config", text, false);
  for (const text of secret) add("--secret", text, true);
  return given;
}

/** Splits at the first `=`; a key with one in it may stand in quotes. */
function split(option: string, text: string): [key: string, value: string] {
  const quoted = /^(["'])(.*?)\1=/s.exec(text);
  if (quoted) return [quoted[2]!, text.slice(quoted[0].length)];
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  // What is given for a secret is not repeated.
  const shown = option === "--secret" ? "no =" : `"${text}"`;
  throw new ExitError(
    `${option}: got ${shown}, expected key=value, for example ${option} env=test`,
    EXIT.failed,
  );
}
