import type Dockerode from "dockerode";
import { ask, type Daemon } from "./daemon";
import { says } from "./docker-error";
import type { Fields } from "./fields";

/** Takes a new container out of the default network and into the program's own ones. */
export async function attachNetworks(
  daemon: Daemon,
  container: Dockerode.Container,
  inputs: Fields,
): Promise<void> {
  const networks = inputs.objects("networksAdvanced");
  if (networks.length === 0) return;
  await ask(daemon, "Unable to disconnect the default network", async () => {
    await daemon.docker
      .getNetwork("bridge")
      .disconnect({ Container: container.id, Force: false })
      .catch((error: unknown) =>
        says(error, "is not connected to the network bridge", "is not connected to network bridge")
          ? undefined
          : Promise.reject(error),
      );
  });
  for (const network of networks) {
    const name = network.text("name") ?? "";
    await ask(daemon, `Unable to connect to network '${name}'`, () =>
      daemon.docker.getNetwork(name).connect({ Container: container.id, EndpointConfig: endpoint(network) }),
    );
  }
}

function endpoint(network: Fields): Dockerode.EndpointSettings {
  const options = network.texts("driverOpts")?.map((option) => {
    const equals = option.indexOf("=");
    return [option.slice(0, equals), option.slice(equals + 1)];
  });
  return {
    Aliases: network.texts("aliases"),
    IPAMConfig: {
      IPv4Address: network.text("ipv4Address"),
      IPv6Address: network.text("ipv6Address"),
      LinkLocalIPs: network.texts("linkLocalIps"),
    },
    MacAddress: network.text("macAddress"),
    DriverOpts: options ? Object.fromEntries(options) : undefined,
    GwPriority: network.number("gwPriority"),
  } as unknown as Dockerode.EndpointSettings;
}
