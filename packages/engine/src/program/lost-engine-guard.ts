/** The file descriptor of a program's end of a pipe whose other end the engine holds. */
export const ENGINE_PIPE = 3;

/**
 * Loaded before a program: ends it when the engine is gone without having ended it, as the real engine's language host
 * does. A program that waits for something would otherwise stay for good.
 */
const GUARD = `
import { Socket } from "node:net";
const engine = new Socket({ fd: ${ENGINE_PIPE} });
const gone = () => process.kill(process.pid, "SIGKILL");
engine.on("error", gone).on("close", gone).resume();
engine.unref();
`;

/** Argument for Node that loads the guard; one word, as the SDK wants it. */
export const LOST_ENGINE_GUARD = `--import=data:text/javascript,${encodeURIComponent(GUARD)}`;
