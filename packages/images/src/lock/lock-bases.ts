import { InputProblems, reasonOf } from "@anew/core";
import type { Connection } from "../connection";
import type { ImageContentArgs } from "../content-args";
import { collectDefinition } from "../definition/definition";
import { writeLockFile } from "./lock-file";
import { describePin, type Pin, type Pins } from "./pin";
import { resolveBase } from "./resolve-base";

interface LockOptions {
  /** Take what a moved base is now. @default false: say that it moved, and keep the pin */
  readonly update?: boolean;
  /** The daemon that has local base images. @default the environment's */
  readonly connection?: Connection;
}

/** What became of one base image. */
interface LockedBase {
  readonly name: string;
  readonly outcome: "added" | "unchanged" | "moved" | "updated" | "unchecked";
  /** The pin in the lock file now. */
  readonly pin: string;
  /** What the name means now, when that is something else. */
  readonly current?: string;
  /** Why it could not be checked. */
  readonly reason?: string;
}

/**
 * Pins the base images of a Dockerfile in the lock file beside it. A pin that is there stays, unless asked.
 *
 * @throws InputError for arguments that no image can be built from; ImageError for a base without a pin that
 * cannot be resolved. The lock file is then as it was.
 */
async function lockBaseImages(
  args: ImageContentArgs,
  { update = false, connection = {} }: LockOptions = {},
): Promise<LockedBase[]> {
  const problems = new InputProblems();
  const definition = collectDefinition(args, problems);
  problems.throwIfAny(`base images of ${args.context}`);
  if (definition === undefined) return [];
  const unpinned = definition.bases.filter(({ pinned }) => !pinned);
  const locked = await Promise.all(
    unpinned.map(({ name }) => lockBase(name, definition.pins[name], update, connection)),
  );
  const pins: Pins = {
    ...definition.pins,
    ...Object.fromEntries(locked.map(({ base, pin }) => [base.name, pin])),
  };
  const changed = locked.some(({ base }) => base.outcome === "added" || base.outcome === "updated");
  if (changed) writeLockFile(definition.lockPath, pins);
  return locked.map(({ base }) => base);
}

async function lockBase(
  name: string,
  pin: Pin | undefined,
  update: boolean,
  connection: Connection,
): Promise<{ base: LockedBase; pin: Pin }> {
  if (pin === undefined) {
    const found = await resolveBase(name, connection);
    return { base: { name, outcome: "added", pin: describePin(found) }, pin: found };
  }
  const before = describePin(pin);
  try {
    const found = await resolveBase(name, connection);
    const now = describePin(found);
    if (now === before) return { base: { name, outcome: "unchanged", pin: before }, pin };
    if (update) return { base: { name, outcome: "updated", pin: now }, pin: found };
    return { base: { name, outcome: "moved", pin: before, current: now }, pin };
  } catch (error) {
    if (update) throw error;
    const reason = reasonOf(error);
    return { base: { name, outcome: "unchecked", pin: before, reason }, pin };
  }
}

export type { LockedBase, LockOptions };
export { lockBaseImages };
