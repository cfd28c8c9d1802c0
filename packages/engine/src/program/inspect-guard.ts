/**
 * Loaded before a program. The SDK prints an uncaught error with `util.inspect(error, { colors: true })`, and there
 * Node (seen with 20.20) can loop until the memory for one string is used up: when a stack has a line such as
 * `node_modules/@pulumi/resource.ts`, which the SDK's own source maps produce. Half a minute and half a gigabyte for
 * colors that nobody sees, so they are left out.
 */
const GUARD = `
import util from "node:util";
const { inspect } = util;
const plain = (value, options, ...rest) =>
  inspect(value, options?.colors ? { ...options, colors: false } : options, ...rest);
util.inspect = Object.assign(plain, inspect);
`;

/**
 * Argument for Node that loads the guard before the program. One word: the SDK takes a separate `--import` for a loader
 * of the user's own, and then leaves TypeScript in ECMAScript modules to it.
 */
export const INSPECT_GUARD = `--import=data:text/javascript,${encodeURIComponent(GUARD)}`;
