import type { Plugin } from "./grpc-provider";

/**
 * A plugin that runs already, in a debugger for example, where `PULUMI_DEBUG_PROVIDERS` names its port:
 * `aws:12345,gcp:678`.
 * @throws Error when what stands there is no port
 */
export function attachedPlugin(packageName: string, environment: NodeJS.ProcessEnv): Plugin | undefined {
  for (const entry of (environment.PULUMI_DEBUG_PROVIDERS ?? "").split(",")) {
    const [name, port] = entry.split(":", 2);
    if (name !== packageName || !port) continue;
    if (!/^\d+$/.test(port)) {
      throw new Error(`PULUMI_DEBUG_PROVIDERS: expected a port for ${packageName}, got "${port}"`);
    }
    return {
      name: `the attached plugin ${packageName}`,
      address: `127.0.0.1:${port}`,
      ended: new Promise(() => {}),
      stop: async () => {},
    };
  }
  return undefined;
}
