/** Backends that are declared beforehand: how many groups and preview addresses one router can hold. */
const BACKENDS = 64;
/** Servers of one backend: replicas of all generations of one group that are attached at the same time. */
const SLOTS = 32;
/** Where the runtime API listens, inside the router's container only. */
const RUNTIME_PORT = 65321;
/** Where the answers of health checks are judged, inside the router's container only. */
const JUDGE_PORT = 65322;
/** The volume: what outlives the container. */
const VOLUME_PATH = "/var/lib/anew";
/** Made anew at every start. */
const RUN_PATH = "/run/anew";
const GROUPS_PATH = `${VOLUME_PATH}/groups`;
const CERTIFICATES_PATH = `${VOLUME_PATH}/certs`;
const ROUTES_MAP = `${RUN_PATH}/routes.map`;
const CHECKS_MAP = `${RUN_PATH}/checks.map`;
const CERTIFICATE_LIST = `${RUN_PATH}/crt-list`;
/** The ring that holds one line per request. */
const RING = "anew";
/** The version of this layout; a router of another one is refused. */
const LAYOUT_VERSION = "1";
const ROUTER_LABEL = "dev.anew.router";
/** An address of a documentation network (RFC 5737): what an unused slot has. */
const UNUSED_ADDRESS = "192.0.2.1";

const two = (n: number): string => String(n).padStart(2, "0");

/** The names of the backends: g01, g02, … */
function backendNames(): string[] {
  return Array.from({ length: BACKENDS }, (_, i) => `g${two(i + 1)}`);
}

/** The names of a backend's slots, unique in the whole router: g01s01, g01s02, … */
function slotNames(backend: string): string[] {
  return Array.from({ length: SLOTS }, (_, i) => `${backend}s${two(i + 1)}`);
}

export {
  BACKENDS,
  backendNames,
  CERTIFICATE_LIST,
  CERTIFICATES_PATH,
  CHECKS_MAP,
  GROUPS_PATH,
  JUDGE_PORT,
  LAYOUT_VERSION,
  RING,
  ROUTER_LABEL,
  ROUTES_MAP,
  RUN_PATH,
  RUNTIME_PORT,
  SLOTS,
  slotNames,
  UNUSED_ADDRESS,
  VOLUME_PATH,
};
