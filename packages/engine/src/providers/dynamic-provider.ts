import { createRequire } from "node:module";
import { join } from "node:path";
import type { Provider } from "../provider";
import { GrpcProvider } from "./grpc-provider";
import { ORPHAN_GUARD } from "./orphan-guard";
import { PluginProcess } from "./plugin-process";

/** The package of Node's dynamic providers. */
export const DYNAMIC_PACKAGE = "pulumi-nodejs";

/**
 * Starts the process that runs the dynamic providers of a program: their code comes with each resource, as its input
 * `__provider`.
 */
export async function startDynamicProvider(
  programFolder: string,
  engineAddress: string,
  log: (line: string) => void,
): Promise<Provider> {
  const script = createRequire(join(programFolder, "package.json")).resolve(
    "@pulumi/pulumi/cmd/dynamic-provider",
  );
  const plugin = await PluginProcess.start(
    {
      name: "the dynamic provider",
      command: process.execPath,
      args: [...ORPHAN_GUARD, script, engineAddress],
      cwd: programFolder,
      env: process.env,
    },
    log,
  );
  return GrpcProvider.connect(plugin, engineAddress);
}
