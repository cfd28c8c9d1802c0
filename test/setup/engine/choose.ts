import { run, which } from "../command";
import { say } from "../say";
import { downloadPulumi, pulumiHome } from "./download";
import { EmbeddedEngine } from "./embedded";
import type { Engine } from "./engine";
import { PulumiCli } from "./pulumi-cli";

/** The `pulumi` on the PATH; else the official download; else, where that can't be reached, the embedded engine. */
export async function chooseEngine(): Promise<Engine> {
  const installed = await installedPulumi();
  if (installed !== undefined) return installed;
  const downloaded = await downloadPulumi();
  const version = downloaded === undefined ? undefined : await versionOf(downloaded);
  if (downloaded !== undefined && version !== undefined) {
    return new PulumiCli(downloaded, version, pulumiHome());
  }
  say("there is no pulumi on the PATH and its download cannot be reached: using the embedded engine");
  return new EmbeddedEngine();
}

/** The `pulumi` on the PATH. */
export async function installedPulumi(): Promise<Engine | undefined> {
  const program = which("pulumi");
  const version = program === undefined ? undefined : await versionOf(program);
  return program === undefined || version === undefined ? undefined : new PulumiCli(program, version);
}

async function versionOf(program: string): Promise<string | undefined> {
  const { exitCode, stdout } = await run(program, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeout: 20_000,
  });
  return exitCode === 0 ? stdout.trim() : undefined;
}
