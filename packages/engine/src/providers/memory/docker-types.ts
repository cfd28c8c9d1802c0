import type { PropertyMap, PropertyValue } from "../../values";
import { CONTAINER } from "../docker/container-schema";
import { REMOTE_IMAGE } from "../docker/image-schema";
import { NETWORK } from "../docker/network-schema";
import { VOLUME_RESOURCE } from "../docker/volume-schema";
import { madeUpHex } from "./made-up";
import type { MemoryType } from "./memory-type";

/** The docker provider's types without a daemon: its tables, with objects that look like Docker's. */
export const DOCKER_TYPES: readonly MemoryType[] = [
  {
    schema: CONTAINER,
    id: (inputs, count) => madeUpHex(`container ${inputs.name} ${count}`),
    fill: fillContainer,
    unique: {
      property: "name",
      conflict: (name) =>
        `1 error occurred:\n\t* Unable to create container: Error response from daemon: Conflict. The container name "/${name}" is already in use\n\n`,
    },
  },
  {
    schema: NETWORK,
    id: (inputs, count) => madeUpHex(`network ${inputs.name} ${count}`),
    fill: (_inputs, _id, count) => ({
      driver: "bridge",
      internal: false,
      ipamConfigs: [
        { auxAddress: {}, gateway: `10.${count % 256}.0.1`, ipRange: "", subnet: `10.${count % 256}.0.0/16` },
      ],
      options: {},
      scope: "local",
      attachable: false,
      ingress: false,
      ipv6: false,
    }),
    unique: {
      property: "name",
      conflict: (name) =>
        `1 error occurred:\n\t* Unable to create network: Error response from daemon: network with name ${name} already exists\n\n`,
    },
  },
  {
    schema: VOLUME_RESOURCE,
    id: (inputs) => String(inputs.name),
    fill: (inputs) => ({
      driver: "local",
      labels: inputs.labels ?? [],
      mountpoint: `/var/lib/docker/volumes/${inputs.name}/_data`,
    }),
  },
  {
    schema: REMOTE_IMAGE,
    id: (inputs) => imageId(inputs) + String(inputs.name),
    fill: (inputs) => ({ imageId: imageId(inputs), repoDigest: repoDigest(String(inputs.name)) }),
  },
];

function fillContainer(inputs: PropertyMap, id: string, count: number): PropertyMap {
  const attached = Array.isArray(inputs.networksAdvanced) ? inputs.networksAdvanced : [];
  const names = attached.map((network: PropertyValue) => String((network as PropertyMap).name));
  const networks = names.length > 0 ? names : [String(inputs.networkMode ?? "bridge")];
  return {
    bridge: "",
    command: inputs.command ?? [],
    containerLogs: null,
    entrypoints: inputs.entrypoints ?? [],
    exitCode: null,
    hostname: inputs.hostname ?? id.slice(0, 12),
    init: inputs.init ?? false,
    ipcMode: inputs.ipcMode ?? "private",
    logDriver: inputs.logDriver ?? "json-file",
    networkDatas: networks.map((networkName, index) => ({
      gateway: `10.${index}.0.1`,
      globalIpv6Address: "",
      globalIpv6PrefixLength: 0,
      ipAddress: `10.${index}.${count >> 8}.${count & 255}`,
      ipPrefixLength: 16,
      ipv6Gateway: "",
      macAddress: "02:42:0a:00:00:02",
      networkName,
    })),
    platform: inputs.platform ?? "linux",
    ports: publishedPorts(inputs, count),
    runtime: inputs.runtime ?? "runc",
    shmSize: inputs.shmSize ?? 64,
    stopSignal: inputs.stopSignal ?? "",
    stopTimeout: inputs.stopTimeout ?? 0,
  };
}

/** Ports with the host's port filled in where the program leaves it to Docker. */
function publishedPorts(inputs: PropertyMap, count: number): PropertyValue {
  const ports = Array.isArray(inputs.ports) ? inputs.ports : [];
  return ports.map((port: PropertyValue, index) => {
    const { __defaults, ...given } = port as PropertyMap;
    return { external: 32768 + count * 16 + index, ...given };
  });
}

function imageId(inputs: PropertyMap): string {
  return `sha256:${madeUpHex(`image ${inputs.name}`)}`;
}

function repoDigest(name: string): string {
  if (name.includes("@")) return name;
  return `${name.replace(/:[^:/]*$/, "")}@sha256:${madeUpHex(`digest ${name}`)}`;
}
