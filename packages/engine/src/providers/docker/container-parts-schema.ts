import { boolean, integer, list, object, set, string, stringMap } from "../schema/property-schema";
import { absolutePath, atLeast, base64, goDuration, matching } from "../schema/validators";
import { LABEL } from "./label-schema";

export const CAPABILITIES = object({
  adds: set(string(), { forceNew: true }),
  drops: set(string(), { forceNew: true }),
});

export const DEVICE_RATE = object({
  path: string({ required: true }),
  rate: integer({ required: true, validate: atLeast(0) }),
});

export const DEVICE_REQUEST = object({
  capabilities: set(string(), { forceNew: true }),
  count: integer({ forceNew: true, default: 0 }),
  deviceIds: set(string(), { forceNew: true }),
  driver: string({ forceNew: true, default: "cdi" }),
  options: stringMap({ forceNew: true }),
});

export const DEVICE = object({
  containerPath: string({ forceNew: true }),
  hostPath: string({ required: true, forceNew: true }),
  permissions: string({ forceNew: true, default: "rwm" }),
});

export const HEALTHCHECK = object({
  interval: string({ default: "0s", validate: goDuration }),
  retries: integer({ default: 0, validate: atLeast(0) }),
  startInterval: string({ default: "0s", validate: goDuration }),
  startPeriod: string({ default: "0s", validate: goDuration }),
  tests: list(string()),
  timeout: string({ default: "0s", validate: goDuration }),
});

export const HOST = object({
  host: string({ required: true, forceNew: true }),
  ip: string({ required: true, forceNew: true }),
});

const MOUNT_BIND_OPTIONS = object({
  propagation: string({ validate: matching(/^(private|rprivate|shared|rshared|slave|rslave)$/) }),
});

const MOUNT_TMPFS_OPTIONS = object({
  mode: integer(),
  sizeBytes: integer(),
});

const MOUNT_VOLUME_OPTIONS = object({
  driverName: string(),
  driverOptions: stringMap(),
  labels: set(LABEL),
  noCopy: boolean(),
  subpath: string({ forceNew: true }),
});

export const MOUNT = object({
  bindOptions: list(MOUNT_BIND_OPTIONS, { single: true }),
  readOnly: boolean(),
  source: string(),
  target: string({ required: true }),
  tmpfsOptions: list(MOUNT_TMPFS_OPTIONS, { forceNew: true, single: true }),
  type: string({ required: true, validate: matching(/^(bind|volume|tmpfs)$/) }),
  volumeOptions: list(MOUNT_VOLUME_OPTIONS, { single: true }),
});

export const NETWORK_DATA = object({
  gateway: string({ computed: true, outputOnly: true }),
  globalIpv6Address: string({ computed: true, outputOnly: true }),
  globalIpv6PrefixLength: integer({ computed: true, outputOnly: true }),
  ipAddress: string({ computed: true, outputOnly: true }),
  ipPrefixLength: integer({ computed: true, outputOnly: true }),
  ipv6Gateway: string({ computed: true, outputOnly: true }),
  macAddress: string({ computed: true, outputOnly: true }),
  networkName: string({ computed: true, outputOnly: true }),
});

export const NETWORK_ATTACHMENT = object({
  aliases: set(string(), { forceNew: true }),
  driverOpts: set(string(), { forceNew: true }),
  gwPriority: integer({ forceNew: true, validate: atLeast(0) }),
  ipv4Address: string({ forceNew: true }),
  ipv6Address: string({ forceNew: true }),
  linkLocalIps: set(string(), { forceNew: true }),
  macAddress: string({ forceNew: true }),
  name: string({ required: true, forceNew: true }),
});

export const PORT = object({
  external: integer({ computed: true, forceNew: true }),
  internal: integer({ required: true, forceNew: true }),
  ip: string({ forceNew: true, default: "0.0.0.0" }),
  protocol: string({ forceNew: true, default: "tcp" }),
});

export const ULIMIT = object({
  hard: integer({ required: true, forceNew: true }),
  name: string({ required: true, forceNew: true }),
  soft: integer({ required: true, forceNew: true }),
});

export const UPLOAD = object({
  content: string({ forceNew: true }),
  contentBase64: string({ forceNew: true, validate: base64 }),
  executable: boolean({ forceNew: true, default: false }),
  file: string({ required: true, forceNew: true }),
  permissions: string({ forceNew: true, validate: matching(/^0[0-7]{3}$/) }),
  source: string({ forceNew: true }),
  sourceHash: string({ forceNew: true }),
});

export const VOLUME = object({
  containerPath: string({ forceNew: true }),
  fromContainer: string({ forceNew: true }),
  hostPath: string({ forceNew: true, validate: absolutePath }),
  readOnly: boolean({ forceNew: true }),
  selinuxRelabel: string({ forceNew: true, validate: matching(/^(z|Z)$/) }),
  volumeName: string({ forceNew: true }),
});
