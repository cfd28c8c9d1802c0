import type Dockerode from "dockerode";
import { containerMounts } from "./container-mounts";
import type { Fields } from "./fields";
import { parseGoDuration } from "./go-duration";

const MEBIBYTE = 1024 * 1024;

/**
 * The request that creates a container from checked inputs.
 * @throws Error on values that no daemon would take
 */
export function createOptions(inputs: Fields): Dockerode.ContainerCreateOptions {
  const command = inputs.texts("command");
  if (command?.includes("")) throw new Error("values for command may not be empty");
  const volumes = volumeOptions(inputs);
  const ports = portOptions(inputs);
  return {
    name: inputs.text("name"),
    platform: inputs.text("platform"),
    Image: inputs.text("image"),
    Hostname: inputs.text("hostname"),
    Domainname: inputs.text("domainname"),
    Tty: inputs.flag("tty"),
    OpenStdin: inputs.flag("stdinOpen"),
    StopSignal: inputs.text("stopSignal"),
    StopTimeout: inputs.number("stopTimeout"),
    Env: inputs.texts("envs"),
    Cmd: command,
    Entrypoint: inputs.texts("entrypoints"),
    User: inputs.text("user"),
    WorkingDir: inputs.text("workingDir"),
    ExposedPorts: ports.exposed,
    Volumes: volumes.points,
    Labels: inputs.labels(),
    Healthcheck: healthcheck(inputs),
    HostConfig: {
      ...resourceOptions(inputs),
      ...securityOptions(inputs),
      Privileged: inputs.flag("privileged"),
      PublishAllPorts: inputs.flag("publishAllPorts"),
      RestartPolicy: {
        Name: inputs.text("restart") ?? "no",
        MaximumRetryCount: inputs.number("maxRetryCount"),
      },
      Runtime: inputs.text("runtime"),
      Mounts: containerMounts(inputs),
      AutoRemove: inputs.flag("rm"),
      ReadonlyRootfs: inputs.flag("readOnly"),
      LogConfig: { Type: inputs.text("logDriver") ?? "", Config: inputs.map("logOpts") ?? {} },
      Tmpfs: inputs.map("tmpfs"),
      PortBindings: ports.bindings,
      ExtraHosts: nonEmpty(inputs.objects("hosts").map((host) => `${host.text("host")}:${host.text("ip")}`)),
      Binds: volumes.binds,
      VolumesFrom: volumes.from,
      Dns: inputs.texts("dns"),
      DnsOptions: inputs.texts("dnsOpts"),
      DnsSearch: inputs.texts("dnsSearches"),
      NetworkMode: inputs.text("networkMode"),
      PidMode: inputs.text("pidMode"),
      UsernsMode: inputs.text("usernsMode"),
      IpcMode: inputs.text("ipcMode"),
      Sysctls: inputs.map("sysctls"),
      GroupAdd: inputs.texts("groupAdds"),
      CgroupnsMode: inputs.text("cgroupnsMode"),
      CgroupParent: inputs.text("cgroupParent"),
      // The real provider always says yes or no, so the daemon's own default for it never counts.
      Init: inputs.flag("init"),
      StorageOpt: inputs.map("storageOpts"),
    } as Dockerode.HostConfig,
  };
}

/** What an update may change as well as a create. */
export function resourceOptions(inputs: Fields) {
  const swap = inputs.number("memorySwap");
  const cpus = inputs.text("cpus");
  return {
    Memory: mebibytes(inputs, "memory"),
    MemoryReservation: mebibytes(inputs, "memoryReservation"),
    MemorySwap: swap !== undefined && swap > 0 ? swap * MEBIBYTE : swap,
    ShmSize: mebibytes(inputs, "shmSize"),
    NanoCpus: cpus === undefined ? undefined : nanoCpus(cpus),
    CpuPeriod: cpus === undefined ? inputs.number("cpuPeriod") : undefined,
    CpuQuota: cpus === undefined ? inputs.number("cpuQuota") : undefined,
    CpuShares: inputs.number("cpuShares"),
    CpusetCpus: inputs.text("cpuSet"),
    BlkioDeviceReadBps: deviceRates(inputs, "deviceReadBps"),
    BlkioDeviceReadIOps: deviceRates(inputs, "deviceReadIops"),
    BlkioDeviceWriteBps: deviceRates(inputs, "deviceWriteBps"),
    BlkioDeviceWriteIOps: deviceRates(inputs, "deviceWriteIops"),
  };
}

function mebibytes(inputs: Fields, key: string): number | undefined {
  const amount = inputs.number(key);
  return amount === undefined ? undefined : amount * MEBIBYTE;
}

function nanoCpus(cpus: string): number {
  const value = Number(cpus);
  if (!Number.isFinite(value))
    throw new Error(`Error setting cpus: failed to parse ${cpus} as a rational number`);
  return Math.round(value * 1e9);
}

function deviceRates(inputs: Fields, key: string) {
  return nonEmpty(
    inputs.objects(key).map((rate) => ({ Path: rate.text("path"), Rate: rate.number("rate") ?? 0 })),
  );
}

function securityOptions(inputs: Fields) {
  const capabilities = inputs.object("capabilities");
  const options = inputs.texts("securityOpts");
  // Docker's own command line turns this one option into two others, so the daemon does not know it.
  const unconfined = options?.includes("systempaths=unconfined");
  return {
    CapAdd: capabilityNames(capabilities?.texts("adds")),
    CapDrop: capabilityNames(capabilities?.texts("drops")),
    SecurityOpt: options?.filter((option) => option !== "systempaths=unconfined"),
    ...(unconfined ? { MaskedPaths: [], ReadonlyPaths: [] } : {}),
    DeviceCgroupRules: inputs.texts("deviceCgroupRules"),
    Devices: nonEmpty(
      inputs.objects("devices").map((device) => ({
        PathOnHost: device.text("hostPath"),
        PathInContainer: device.text("containerPath") ?? device.text("hostPath"),
        CgroupPermissions: device.text("permissions") ?? "rwm",
      })),
    ),
    DeviceRequests: nonEmpty([...deviceRequests(inputs), ...gpuRequests(inputs)]),
    Ulimits: nonEmpty(
      inputs.objects("ulimits").map((limit) => ({
        Name: limit.text("name"),
        Soft: limit.number("soft") ?? 0,
        Hard: limit.number("hard") ?? 0,
      })),
    ),
  };
}

/** With the prefix that Docker's own client adds, so that a container reads the same whoever made it. */
function capabilityNames(names: readonly string[] | undefined): string[] | undefined {
  const upper = names?.map((name) => name.toUpperCase());
  if (upper?.includes("ALL")) return ["ALL"];
  return upper && [...new Set(upper.map((name) => (name.startsWith("CAP_") ? name : `CAP_${name}`)))].sort();
}

function deviceRequests(inputs: Fields) {
  return inputs.objects("deviceRequests").map((request) => ({
    Driver: request.text("driver") ?? "cdi",
    Count: request.number("count") ?? 0,
    DeviceIDs: request.texts("deviceIds"),
    Capabilities: [request.texts("capabilities") ?? []],
    Options: request.map("options"),
  }));
}

function gpuRequests(inputs: Fields) {
  const gpus = inputs
    .text("gpus")
    ?.trim()
    .replace(/^(["'])(.*)\1$/, "$2");
  if (gpus === undefined) return [];
  const ids = gpus.startsWith("device=") ? gpus.slice("device=".length).split(",") : undefined;
  return [{ Driver: "", Count: ids ? 0 : -1, DeviceIDs: ids, Capabilities: [["gpu"]], Options: {} }];
}

function portOptions(inputs: Fields) {
  const ports = inputs.objects("ports");
  if (ports.length === 0) return {};
  const exposed: Record<string, object> = {};
  const bindings: Record<string, { HostPort: string; HostIp: string }[]> = {};
  for (const port of ports) {
    const key = `${port.number("internal") ?? 0}/${port.text("protocol") ?? "tcp"}`;
    exposed[key] = {};
    bindings[key] ??= [];
    bindings[key].push({ HostPort: String(port.number("external") ?? 0), HostIp: port.text("ip") ?? "" });
  }
  return { exposed, bindings };
}

function volumeOptions(inputs: Fields) {
  const points: Record<string, object> = {};
  const binds: string[] = [];
  const from: string[] = [];
  for (const volume of inputs.objects("volumes")) {
    const container = volume.text("fromContainer");
    const path = volume.text("containerPath");
    if (!container && !path)
      throw new Error("Unable to parse volumes: volume entry without container path or source container");
    if (container && path)
      throw new Error("Unable to parse volumes: both a container and a path specified in a volume entry");
    if (container) from.push(container);
    if (!path) continue;
    points[path] = {};
    const source = volume.text("hostPath") ?? volume.text("volumeName");
    const label = volume.text("selinuxRelabel");
    const mode = (volume.flag("readOnly") ? "ro" : "rw") + (label ? `,${label}` : "");
    if (source) binds.push(`${source}:${path}:${mode}`);
  }
  return {
    points: Object.keys(points).length > 0 ? (points as Record<string, Record<string, never>>) : undefined,
    binds: nonEmpty(binds),
    from: nonEmpty(from),
  };
}

function healthcheck(inputs: Fields): Dockerode.HealthConfig | undefined {
  const check = inputs.object("healthcheck");
  if (!check) return undefined;
  const nanoseconds = (key: string) => parseGoDuration(check.text(key) ?? "0s");
  return {
    Test: check.texts("tests") ?? [],
    Interval: nanoseconds("interval"),
    Timeout: nanoseconds("timeout"),
    StartPeriod: nanoseconds("startPeriod"),
    StartInterval: nanoseconds("startInterval"),
    Retries: check.number("retries") ?? 0,
  } as Dockerode.HealthConfig;
}

function nonEmpty<T>(items: readonly T[]): T[] | undefined {
  return items.length > 0 ? [...items] : undefined;
}
