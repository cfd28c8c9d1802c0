import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { onEnd } from "../cleanup";
import { mustRun, run, which } from "../command";
import { say } from "../say";

/** Each package with a program that shows whether it is there already. */
const PROGRAMS: Readonly<Record<string, string>> = {
  dockerd: "docker.io",
  docker: "docker-cli", // a package of its own since Debian 13
  iptables: "iptables",
  ip: "iproute2",
  haproxy: "haproxy",
  busybox: "busybox-static",
  "docker-registry": "docker-registry",
  etcd: "etcd-server",
  containerd: "containerd",
  "/usr/lib/cni/bridge": "containernetworking-plugins",
  prometheus: "prometheus",
  packer: "packer",
};

/** A package that is in place of another where a release has no such package. */
const INSTEAD: Readonly<Record<string, string>> = { "docker-cli": "docker.io" };

const INSTALL_TIMEOUT = 10 * 60_000;
const POLICY = "/usr/sbin/policy-rc.d";

/** Can packages be installed here? As root, on Debian, Ubuntu and what comes from them. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && isDebianLike() && which("apt-get") !== undefined;
}

/** Installs the Debian packages of the programs that are missing. Their services are not started. */
export async function installPrograms(programs: readonly string[]): Promise<void> {
  const missing = programs.filter((program) => which(program) === undefined);
  if (missing.length === 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  say(`installing ${missing.map((program) => PROGRAMS[program] ?? program).join(", ")} with apt-get`);
  // A package list that is partly out of reach is no reason to stop: the install tells.
  await run("apt-get", ["update", "-q"], { env, timeout: INSTALL_TIMEOUT });
  const packages = new Set<string>();
  for (const program of missing) packages.add(await packageOf(program));
  const allow = forbidServices();
  try {
    await mustRun("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], {
      env,
      timeout: INSTALL_TIMEOUT,
    });
  } finally {
    allow();
  }
}

async function packageOf(program: string): Promise<string> {
  const name = PROGRAMS[program] ?? program;
  const instead = INSTEAD[name];
  if (instead === undefined) return name;
  const { exitCode } = await run("apt-cache", ["show", "--no-all-versions", name]);
  return exitCode === 0 ? name : instead;
}

/** Debian starts a service when it is installed, unless this script says no. */
function forbidServices(): () => void {
  if (existsSync(POLICY)) return () => {};
  writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  const allow = (): void => rmSync(POLICY, { force: true });
  onEnd("no services during an install", async () => allow());
  return allow;
}

function isDebianLike(): boolean {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}
