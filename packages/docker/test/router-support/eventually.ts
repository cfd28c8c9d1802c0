import { waitFor } from "../../../../test/setup";

/** Waits until something holds. @throws Error that says what did not, and what was there instead */
async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  found: () => unknown = () => undefined,
  milliseconds = 20_000,
): Promise<void> {
  if (await waitFor(condition, milliseconds)) return;
  throw new Error(`not within ${milliseconds} ms: ${what}; found ${JSON.stringify(await found())}`);
}

export { eventually };
