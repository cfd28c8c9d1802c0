import { delimiter, join } from "node:path";

/** The PATH with the test plugins on it, where both engines look for plugins. */
export function pathWithPlugins(): string {
  return [join(__dirname, "plugins"), process.env.PATH ?? ""].join(delimiter);
}
