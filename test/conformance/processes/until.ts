/** How long a condition may take, in milliseconds. */
const PATIENCE = 120_000;

/** Resolves when a condition that no event tells of holds. @throws Error when it does not in two minutes */
export async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited in vain for ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
