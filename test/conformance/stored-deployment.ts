import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The deployment that a stack's file holds; an empty one before the first update. */
export function storedDeployment(folder: string): object {
  const file = join(folder, "state", ".pulumi", "stacks", "conformance", "dev.json");
  if (!existsSync(file)) return {};
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as { checkpoint?: { latest?: object } };
  return checkpoint?.latest ?? {};
}
