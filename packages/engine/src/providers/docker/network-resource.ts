import type { PropertyMap } from "../../values";
import { ask, type Daemon } from "./daemon";
import { isNotFound, says } from "./docker-error";
import type { DockerResource } from "./docker-resource";
import type { Fields } from "./fields";
import { labelList } from "./label-list";
import { NETWORK } from "./network-schema";
import { retryFor } from "./poll";

/** How long a network may still have containers before its deletion fails, in milliseconds. */
const IN_USE_LIMIT_MS = 30_000;

export const networkResource: DockerResource = {
  schema: NETWORK,

  async create(daemon, inputs) {
    const network = await ask(daemon, "Unable to create network", () =>
      daemon.docker.createNetwork(createOptions(inputs) as { Name: string }),
    );
    return { id: network.id };
  },

  async read(daemon, id) {
    const network = await ask(daemon, `Unable to inspect network ${id}`, () =>
      daemon.docker
        .getNetwork(id)
        .inspect()
        .catch((error: unknown) => (isNotFound(error) ? undefined : Promise.reject(error))),
    );
    if (!network) return undefined;
    const ipam = network.IPAM ?? {};
    const outputs: PropertyMap = {
      attachable: network.Attachable ?? false,
      driver: network.Driver,
      ingress: network.Ingress ?? false,
      internal: network.Internal ?? false,
      ipamConfigs: (ipam.Config ?? []).map(ipamConfig),
      ipamDriver: ipam.Driver ?? "",
      ipamOptions: ipam.Options ?? {},
      ipv6: network.EnableIPv6 ?? false,
      labels: labelList(network.Labels),
      name: network.Name,
      options: network.Options ?? {},
      scope: network.Scope,
    };
    return { outputs };
  },

  async update() {
    throw new Error("docker:index/network:Network: every change replaces a network");
  },

  async remove(daemon: Daemon, id: string) {
    const inUse = (error: unknown) => says((error as Error).cause ?? error, "has active endpoints");
    await retryFor(IN_USE_LIMIT_MS, inUse, () =>
      ask(daemon, `Unable to remove network ${id}`, async () => {
        await daemon.docker
          .getNetwork(id)
          .remove()
          .catch((error: unknown) => (isNotFound(error) ? undefined : Promise.reject(error)));
      }),
    );
  },
};

function createOptions(inputs: Fields) {
  return {
    Name: inputs.text("name"),
    Labels: inputs.labels(),
    Driver: inputs.text("driver") ?? "bridge",
    Options: inputs.map("options"),
    Internal: inputs.flag("internal"),
    Attachable: inputs.flag("attachable"),
    Ingress: inputs.flag("ingress"),
    EnableIPv6: inputs.flag("ipv6"),
    CheckDuplicate: true,
    IPAM: {
      Driver: inputs.text("ipamDriver") ?? "default",
      Options: inputs.map("ipamOptions"),
      Config: inputs.objects("ipamConfigs").map((config) => ({
        Subnet: config.text("subnet"),
        IPRange: config.text("ipRange"),
        Gateway: config.text("gateway"),
        AuxiliaryAddresses: config.map("auxAddress"),
      })),
    },
  };
}

interface IpamConfig {
  readonly Subnet?: string;
  readonly IPRange?: string;
  readonly Gateway?: string;
  readonly AuxiliaryAddresses?: Readonly<Record<string, string | undefined>>;
}

function ipamConfig(config: IpamConfig): PropertyMap {
  return {
    auxAddress: Object.fromEntries(
      Object.entries(config.AuxiliaryAddresses ?? {}).map(([host, address]) => [host, address ?? ""]),
    ),
    gateway: config.Gateway ?? "",
    ipRange: config.IPRange ?? "",
    subnet: config.Subnet ?? "",
  };
}
