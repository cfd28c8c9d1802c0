import type { Connection } from "../connection";
import type { BuildDefinition } from "../definition/definition";
import { describePin } from "./pin";
import { resolveBase } from "./resolve-base";

/** Says which pinned bases are something else by now; one that cannot be asked about is no news. */
async function movedBases({ bases, pins }: BuildDefinition, connection: Connection): Promise<string[]> {
  const notes = await Promise.all(
    bases.map(async ({ name, pinned }) => {
      const pin = pins[name];
      if (pinned || pin === undefined) return [];
      const now = await resolveBase(name, connection).catch(() => pin);
      if (describePin(now) === describePin(pin)) return [];
      return [
        `${name} has moved from ${describePin(pin)} to ${describePin(now)}; to take it: npx anew lock --update`,
      ];
    }),
  );
  return notes.flat();
}

export { movedBases };
