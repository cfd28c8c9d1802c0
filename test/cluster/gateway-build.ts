import { copyFileSync, cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { mustRun } from "../setup/command";
import { anewFolder } from "../setup/places";
import type { GoProgram } from "./build";

/** Traefik, with the Gateway API: HTTPRoutes with weights on real traffic. */
export const TRAEFIK: GoProgram = {
  name: "traefik",
  what: "Traefik 3.6, which takes up to 10 minutes the first time",
  folder: join(__dirname, "gateway"),
  package: "github.com/traefik/traefik/v3/cmd/traefik",
  oldestGo: 25,
  prepare: withoutDnsProviders,
};

const DOWNLOAD_TIMEOUT = 10 * 60_000;
const LEGO = "github.com/go-acme/lego/v4";
const GATEWAY_API = "sigs.k8s.io/gateway-api";

/** The folder with the resource definitions of the Gateway API, of the version that Traefik is built with. */
export async function gatewayApiFolder(): Promise<string> {
  return join(await moduleFolder(GATEWAY_API), "config/crd/standard");
}

/** A copy of the module in which lego, Traefik's library for certificates, brings no DNS services: they are most of the build. */
async function withoutDnsProviders(folder: string): Promise<string> {
  const copy = anewFolder("cluster", "gateway-module");
  const providers = join(copy, "lego/providers/dns");
  rmSync(copy, { recursive: true });
  mkdirSync(copy);
  for (const name of ["go.mod", "go.sum"]) copyFileSync(join(folder, name), join(copy, name));
  const lego = await moduleFolder(LEGO);
  for (const name of readdirSync(lego)) {
    if (name !== "providers") cpSync(join(lego, name), join(copy, "lego", name), { recursive: true });
  }
  mkdirSync(providers, { recursive: true });
  copyFileSync(join(folder, "no-dns-providers.go.txt"), join(providers, "no-dns-providers.go"));
  await mustRun("go", ["mod", "edit", `-replace=${LEGO}=./lego`], { cwd: copy });
  return copy;
}

async function moduleFolder(module: string): Promise<string> {
  const options = { cwd: TRAEFIK.folder, timeout: DOWNLOAD_TIMEOUT };
  return (
    JSON.parse(await mustRun("go", ["mod", "download", "-json", module], options)) as { readonly Dir: string }
  ).Dir;
}
