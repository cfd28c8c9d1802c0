import { join } from "node:path";
import { run, which } from "../command";
import { anewFolder } from "../places";
import { remember } from "../remember";

const PROBE_TIMEOUT = 3000;
const DOWNLOAD_TIMEOUT = 5 * 60_000;

/** Where the npm package `pulumi` gets the CLI from. */
const SOURCE = "https://get.pulumi.com/install.sh";

/**
 * The official CLI by way of the npm package `pulumi`, kept in the clone's ignored folder. That its source cannot be reached is found
 * out in seconds, and not asked again for an hour.
 *
 * @returns the program's path
 */
export async function downloadPulumi(): Promise<string | undefined> {
  const home = pulumiHome();
  const reachable = await remember("get.pulumi.com answers", answers, (answer) => !answer);
  if (!reachable) return undefined;
  const env = { ...process.env, PULUMI_HOME: home };
  const { exitCode, stdout } = await run("npx", ["-y", "pulumi", "version"], {
    cwd: home,
    env,
    timeout: DOWNLOAD_TIMEOUT,
  });
  const version = /^v(\d\S*)$/m.exec(stdout)?.[1];
  if (exitCode !== 0 || version === undefined) return undefined;
  return which(join(home, "versions", version, "bin", "pulumi"));
}

/** Where the downloaded CLI, its plugins and its logs are. */
export function pulumiHome(): string {
  return anewFolder("pulumi", "home");
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch(SOURCE, { method: "HEAD", signal: AbortSignal.timeout(PROBE_TIMEOUT) })).ok;
  } catch {
    return false;
  }
}
