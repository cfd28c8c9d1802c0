import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Provider } from "../provider";
import { attachedPlugin } from "./attached-plugin";
import { GrpcProvider } from "./grpc-provider";
import { PluginProcess } from "./plugin-process";

/** What a plugin is told of the run that starts it. */
export interface PluginPlace {
  readonly programFolder: string;
  readonly project: string;
  readonly engineAddress: string;
}

/**
 * Starts a provider plugin that is on the PATH as `pulumi-resource-<package>`, as the real engine does.
 * @throws Error naming the package and the ways out, when there is none
 */
export async function startPathPlugin(
  packageName: string,
  place: PluginPlace,
  log: (line: string) => void,
): Promise<Provider> {
  const { programFolder, project, engineAddress } = place;
  const attached = attachedPlugin(packageName, process.env);
  if (attached) return GrpcProvider.connect(attached, engineAddress);
  const command = findOnPath(`pulumi-resource-${packageName}`, process.env.PATH ?? "");
  if (!command) {
    throw new Error(
      `there is no provider for the package "${packageName}": the embedded engine downloads none, and no folder of the ` +
        `PATH has a pulumi-resource-${packageName} (${process.env.PATH || "it is empty"}). Put it there, or run the ` +
        "program with the Pulumi CLI",
    );
  }
  const plugin = await PluginProcess.start(
    {
      name: `the plugin ${command}`,
      command,
      args: [engineAddress],
      cwd: programFolder,
      env: { ...process.env, PULUMI_PROJECT: project },
    },
    log,
  );
  return GrpcProvider.connect(plugin, engineAddress);
}

/** The path of an executable; undefined when no folder of the PATH has it. */
export function findOnPath(name: string, path: string): string | undefined {
  for (const folder of path.split(delimiter)) {
    if (folder === "") continue;
    const file = join(folder, name);
    if (isExecutable(file)) return file;
  }
  return undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
