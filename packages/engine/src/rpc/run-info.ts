import type { ProgramSettings } from "../program/settings";
import type { RunInfo } from "../provider";

/** What plugins' components and methods are told about the run. */
export async function runInfo(settings: ProgramSettings, address: () => Promise<string>): Promise<RunInfo> {
  return {
    project: settings.project,
    stack: settings.stack,
    organization: settings.organization,
    config: settings.config,
    configSecretKeys: settings.secretKeys,
    preview: settings.preview,
    parallel: settings.parallel,
    monitorAddress: await address(),
  };
}
