import { isImageId } from "@anew/core";
import type { Connection } from "../connection";
import type { BuildDefinition } from "../definition/definition";
import { type Pin, pinnedName } from "../lock/pin";
import { docker } from "./docker-cli";
import { requireBase } from "./local-image";

/** What stands in the Dockerfile for each base, by its name. */
type BaseNames = ReadonlyMap<string, string>;

/** @throws ImageError unless the daemon has every base that only a daemon can have. */
async function requireLocalBases(definition: BuildDefinition, connection: Connection): Promise<void> {
  for (const [name, pin] of usedPins(definition)) {
    if ("imageId" in pin) await requireBase(connection, name, pin.imageId);
  }
}

/** The classic builder takes image ids. */
function classicBaseNames(definition: BuildDefinition): BaseNames {
  return new Map(usedPins(definition).map(([name, pin]) => [name, pinnedName(name, pin)]));
}

/**
 * BuildKit takes no image id after FROM. So a local base gets a name that holds its id, which also keeps it
 * from being pruned.
 */
async function buildKitBaseNames(definition: BuildDefinition, connection: Connection): Promise<BaseNames> {
  const names = new Map<string, string>();
  for (const [name, pin] of usedPins(definition)) {
    if ("imageId" in pin) {
      const local = `anew/base:${pin.imageId.slice("sha256:".length)}`;
      await docker(["image", "tag", pin.imageId, local], { connection });
      names.set(name, local);
    } else {
      names.set(name, pinnedName(name, pin));
    }
  }
  return names;
}

/** What the bases are pinned to; one whose name is an image id is its own pin. */
function usedPins({ bases, pins }: BuildDefinition): (readonly [string, Pin])[] {
  return bases.flatMap(({ name, pinned }) => {
    const pin = isImageId(name) ? { imageId: name } : pinned ? undefined : pins[name];
    return pin === undefined ? [] : [[name, pin] as const];
  });
}

export { buildKitBaseNames, classicBaseNames, requireLocalBases };
