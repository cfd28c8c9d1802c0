/** How long a call under way may go on after the engine is gone, in milliseconds. */
const GRACE = 30_000;

/**
 * Ends a plugin process when the engine is gone without having ended it, so that a killed engine leaves nothing
 * behind for good. The engine holds the other end of the standard input. As a module in a URL it needs no file.
 */
const GUARD = `
let leaving = false;
const leave = () => {
  if (leaving) return;
  leaving = true;
  setTimeout(() => process.exit(0), ${GRACE});
};
process.stdin.on("error", leave).on("end", leave).on("close", leave).resume();
process.stdin.unref?.();
`;

/** Arguments for Node that load the guard before the plugin. */
export const ORPHAN_GUARD = ["--import", `data:text/javascript,${encodeURIComponent(GUARD)}`] as const;
