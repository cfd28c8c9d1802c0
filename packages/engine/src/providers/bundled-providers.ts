import type { ProviderFactory } from "../provider";

/** A Docker host of this form is played in memory and in this file: `simulated:///path/of/a/file.json`. */
const SIMULATED = "simulated://";

/** The providers that the engine brings along, loaded when a program first uses them. */
export const BUNDLED_PROVIDERS: Readonly<Record<string, ProviderFactory>> = {
  docker: async () => {
    const host = process.env.DOCKER_HOST ?? "";
    if (host.startsWith(SIMULATED)) return simulatedDocker(host.slice(SIMULATED.length));
    const { DockerProvider } = await import("./docker/docker-provider.js");
    return new DockerProvider();
  },
  kubernetes: async (context) => {
    const { KubernetesProvider } = await import("./kubernetes/kubernetes-provider.js");
    return new KubernetesProvider(context);
  },
};

async function simulatedDocker(file: string) {
  const [{ MemoryProvider }, { MemoryStore }, { DOCKER_TYPES }] = await Promise.all([
    import("./memory/memory-provider.js"),
    import("./memory/memory-store.js"),
    import("./memory/docker-types.js"),
  ]);
  // @anew/docker keeps its simulated router in the file itself.
  return new MemoryProvider({ types: DOCKER_TYPES, store: new MemoryStore(`${file}.objects`) });
}
