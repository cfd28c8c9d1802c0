import type Dockerode from "dockerode";
import type { PropertyMap, PropertyValue } from "../../values";
import { observedMounts } from "./container-mounts";
import type { Fields } from "./fields";
import { formatGoDuration } from "./go-duration";

const MEBIBYTE = 1024 * 1024;

/** The host configuration's members that dockerode's types leave out or call otherwise. */
type HostConfig = Dockerode.HostConfig & { readonly Runtime?: string };
type Config = Dockerode.ContainerInspectInfo["Config"] & {
  readonly StopSignal?: string;
  readonly StopTimeout?: number;
};
type Networks = Readonly<Record<string, Partial<Dockerode.NetworkInfo>>>;

/** What the daemon tells of a container's properties; environment and labels stay as the program gave them. */
export function containerOutputs(info: Dockerode.ContainerInspectInfo, state: Fields): PropertyMap {
  const config = info.Config as Config;
  const host = info.HostConfig as HostConfig;
  const running = info.State.Running;
  return {
    ...hostOutputs(host, state),
    ...resourceOutputs(host),
    ...networkOutputs(info, state),
    // A stopped container that must run shows as one that need not, so that the next update starts it.
    ...(running
      ? {}
      : { exitCode: info.State.ExitCode, ...(state.flag("mustRun") ? { mustRun: false } : {}) }),
    name: info.Name.replace(/^\/+/, ""),
    image: state.text("image")?.startsWith("sha256:") ? info.Image : config.Image,
    platform: info.Platform,
    hostname: config.Hostname,
    domainname: config.Domainname,
    command: config.Cmd ?? [],
    entrypoints: list(config.Entrypoint),
    user: config.User,
    workingDir: config.WorkingDir,
    tty: config.Tty,
    stdinOpen: config.OpenStdin,
    stopSignal: config.StopSignal ?? "",
    stopTimeout: config.StopTimeout ?? 0,
    ...(config.Healthcheck ? { healthcheck: healthcheck(config.Healthcheck) } : {}),
  };
}

function hostOutputs(host: HostConfig, state: Fields): PropertyMap {
  const capabilities = { adds: list(host.CapAdd), drops: list(host.CapDrop) };
  return {
    rm: host.AutoRemove ?? false,
    readOnly: host.ReadonlyRootfs ?? false,
    privileged: host.Privileged ?? false,
    publishAllPorts: host.PublishAllPorts ?? false,
    restart: host.RestartPolicy?.Name ?? "",
    maxRetryCount: host.RestartPolicy?.MaximumRetryCount ?? 0,
    dns: list(host.Dns),
    dnsOpts: list(host.DnsOptions),
    dnsSearches: list(host.DnsSearch),
    securityOpts: list(host.SecurityOpt),
    groupAdds: list(host.GroupAdd),
    init: host.Init ?? false,
    ...(capabilities.adds.length + capabilities.drops.length > 0 ? { capabilities } : {}),
    runtime: host.Runtime ?? "",
    mounts: observedMounts(host.Mounts as Parameters<typeof observedMounts>[0]),
    tmpfs: host.Tmpfs ?? {},
    hosts: list(host.ExtraHosts).map((entry) => {
      const [name = "", ip = ""] = entry.split(":");
      return { host: name, ip };
    }),
    ...(state.objects("ulimits").length > 0
      ? {
          ulimits: (host.Ulimits ?? []).map((limit) => ({
            name: limit.Name ?? "",
            soft: limit.Soft ?? 0,
            hard: limit.Hard ?? 0,
          })),
        }
      : {}),
    logDriver: host.LogConfig?.Type ?? "",
    logOpts: state.map("logOpts") ? (host.LogConfig?.Config ?? {}) : {},
    storageOpts: host.StorageOpt ?? {},
    sysctls: host.Sysctls ?? {},
    networkMode: host.NetworkMode ?? "",
    ...(state.text("pidMode") ? { pidMode: host.PidMode ?? "" } : {}),
    usernsMode: host.UsernsMode ?? "",
    ipcMode: host.IpcMode ?? "",
  };
}

function resourceOutputs(host: HostConfig): PropertyMap {
  const mebibytes = (bytes: number | undefined) =>
    bytes && bytes > 0 ? Math.floor(bytes / MEBIBYTE) : (bytes ?? 0);
  const rates = (entries: { Path?: string; Rate?: number }[] | null | undefined) =>
    (entries ?? []).map((entry) => ({ path: entry.Path ?? "", rate: entry.Rate ?? 0 }));
  return {
    memory: mebibytes(host.Memory),
    memoryReservation: mebibytes(host.MemoryReservation),
    memorySwap: mebibytes(host.MemorySwap),
    shmSize: mebibytes(host.ShmSize),
    ...(host.NanoCpus ? { cpus: cpus(host.NanoCpus) } : {}),
    cpuShares: host.CpuShares ?? 0,
    cpuSet: host.CpusetCpus ?? "",
    deviceReadBps: rates(host.BlkioDeviceReadBps),
    deviceReadIops: rates(host.BlkioDeviceReadIOps),
    deviceWriteBps: rates(host.BlkioDeviceWriteBps),
    deviceWriteIops: rates(host.BlkioDeviceWriteIOps),
  };
}

/** As the real provider writes it: `1.5`, `1.0`. */
function cpus(nano: number): string {
  const text = (nano / 1e9).toFixed(9);
  if (text.replaceAll(/[^0]/g, "").length === 9) return (nano / 1e9).toFixed(1);
  return text.replace(/0+$/, "");
}

function networkOutputs(info: Dockerode.ContainerInspectInfo, state: Fields): PropertyMap {
  const settings = info.NetworkSettings;
  const networks: Networks = settings.Networks ?? {};
  const outputs: Record<string, PropertyValue> = {
    bridge: (settings as { Bridge?: string }).Bridge ?? "",
    networkDatas: Object.keys(networks)
      .sort()
      .map((name) => networkData(name, networks[name]!)),
  };
  const shown = info.State.Running || state.flag("mustRun");
  if (shown && state.objects("ports").length > 0) outputs.ports = ports(settings.Ports ?? {});
  return outputs;
}

function networkData(networkName: string, data: Partial<Dockerode.NetworkInfo>): PropertyMap {
  return {
    networkName,
    ipAddress: data.IPAddress ?? "",
    ipPrefixLength: data.IPPrefixLen ?? 0,
    gateway: data.Gateway ?? "",
    globalIpv6Address: data.GlobalIPv6Address ?? "",
    globalIpv6PrefixLength: data.GlobalIPv6PrefixLen ?? 0,
    ipv6Gateway: data.IPv6Gateway ?? "",
    macAddress: data.MacAddress ?? "",
  };
}

function ports(
  bindings: Readonly<Record<string, { HostIp: string; HostPort: string }[] | null>>,
): PropertyValue {
  const keys = Object.keys(bindings).sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  return keys.flatMap((key) =>
    (bindings[key] ?? []).map((binding) => ({
      internal: Number.parseInt(key, 10),
      external: Number.parseInt(binding.HostPort, 10) || 0,
      ip: binding.HostIp,
      protocol: key.split("/")[1] ?? "tcp",
    })),
  );
}

function healthcheck(check: Dockerode.HealthConfig & { StartInterval?: number }): PropertyMap {
  return {
    tests: list(check.Test),
    interval: formatGoDuration(check.Interval ?? 0),
    timeout: formatGoDuration(check.Timeout ?? 0),
    startPeriod: formatGoDuration(check.StartPeriod ?? 0),
    startInterval: formatGoDuration(check.StartInterval ?? 0),
    retries: check.Retries ?? 0,
  };
}

function list(value: readonly string[] | string | null | undefined): string[] {
  if (value === null || value === undefined) return [];
  return typeof value === "string" ? [value] : [...value];
}
