import { BlockList } from "node:net";
import type { Connection } from "../connection";
import { docker } from "../docker/docker-cli";
import { RegistryError } from "./registry-error";

/**
 * Asks a registry and, when it cannot be reached by HTTPS, once more in the way that the user allowed the
 * Docker daemon to (`insecure-registries`).
 */
async function asDockerWould<T>(
  registry: string,
  connection: Connection,
  ask: (how: { readonly insecure?: boolean }) => Promise<T>,
): Promise<T> {
  try {
    return await ask({});
  } catch (error) {
    const unreachable = error instanceof RegistryError && error.trouble === "unreachable";
    if (!unreachable || !(await isInsecure(registry, connection))) throw error;
    return ask({ insecure: true });
  }
}

async function isInsecure(registry: string, connection: Connection): Promise<boolean> {
  try {
    const { ok, stdout } = await docker(["info", "--format", "{{json .RegistryConfig}}"], { connection });
    return ok && allowsInsecure(JSON.parse(stdout), registry);
  } catch {
    // Then the registry's own trouble is what the user needs to hear.
    return false;
  }
}

interface RegistryConfig {
  readonly IndexConfigs?: Readonly<Record<string, { readonly Secure?: boolean }>>;
  readonly InsecureRegistryCIDRs?: readonly string[];
}

/** Whether the daemon's configuration calls a registry insecure, by name or by address. */
function allowsInsecure(config: RegistryConfig | null, registry: string): boolean {
  if (config?.IndexConfigs?.[registry]?.Secure === false) return true;
  const addresses = new BlockList();
  for (const range of config?.InsecureRegistryCIDRs ?? []) {
    const [address = "", bits] = range.split("/");
    addresses.addSubnet(address, Number(bits), address.includes(":") ? "ipv6" : "ipv4");
  }
  const host = registry.replace(/:\d+$/, "");
  return /^\d+(\.\d+){3}$/.test(host) && addresses.check(host, "ipv4");
}

export { allowsInsecure, asDockerWould };
