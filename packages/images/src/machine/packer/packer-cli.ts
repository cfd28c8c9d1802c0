import { formatDuration } from "@anew/core";
import { ImageError } from "../../image-error";
import { runCommand } from "../../run-command";
import { packerText } from "./packer-output";
import { passSignalsTo } from "./pass-signals";

/** After the polite end Packer removes its machine, key and security group, which takes it a minute or two. */
const GRACE_MS = 3 * 60_000;

/** Lines of its output that an error shows: when it fails, it tells at length how it cleans up. */
const TAIL_LINES = 40;

interface PackerOptions {
  /** Where it runs. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Puts something harmless in the place of secrets. */
  readonly hide: (line: string) => string;
  readonly onLine?: (line: string) => void;
}

interface PackerResult {
  readonly ok: boolean;
  /** Its last lines, for people. */
  readonly tail: readonly string[];
}

/**
 * Runs the user's `packer`. A run that fails is a result; what keeps every run from working is an error.
 *
 * It has a process group of its own: when an update is killed, the build goes on to its end, and the next update finds
 * its image. A polite end (SIGINT, SIGTERM) is passed on, and Packer cleans up.
 *
 * @throws ImageError when there is no `packer`, or the time is over
 */
async function packer(args: readonly string[], options: PackerOptions): Promise<PackerResult> {
  const said: string[] = [];
  const onLine = (line: string) => {
    const hidden = options.hide(line);
    said.push(...packerText(hidden));
    if (said.length > TAIL_LINES) said.splice(0, said.length - TAIL_LINES);
    options.onLine?.(hidden);
  };
  let release = () => {};
  const { ok, missing, timedOut } = await runCommand("packer", args, {
    cwd: options.cwd,
    environment: { ...onlyOurs(), ...options.environment },
    timeoutMs: options.timeoutMs,
    graceMs: GRACE_MS,
    detached: process.platform !== "win32",
    onLine,
    onStart: (pid) => {
      release = passSignalsTo(pid);
    },
  }).finally(() => release());
  if (missing) throw missingPacker();
  if (timedOut) throw tookTooLong(args, options.timeoutMs, said);
  return { ok, tail: said };
}

/** No colours, no question whether there is a newer Packer, and no variables but those that were given: they would not be hashed. */
function onlyOurs(): Record<string, string | undefined> {
  const foreign = Object.keys(process.env).filter((name) => name.startsWith("PKR_VAR_"));
  return {
    ...Object.fromEntries(foreign.map((name) => [name, undefined])),
    PACKER_NO_COLOR: "1",
    CHECKPOINT_DISABLE: "1",
  };
}

function missingPacker(): ImageError {
  return new ImageError({
    property: "template",
    given: undefined,
    expected: "the packer command on the PATH, which builds the image",
    fix: "install Packer: https://developer.hashicorp.com/packer/install",
  });
}

function tookTooLong(args: readonly string[], timeoutMs: number, tail: readonly string[]): ImageError {
  return new ImageError(
    {
      property: "timeout",
      given: `packer ${args[0]} that did not end`,
      expected: `an end within ${formatDuration(timeoutMs)}`,
      fix: "see its last lines, or give a longer timeout",
    },
    tail,
  );
}

export type { PackerOptions, PackerResult };
export { packer };
