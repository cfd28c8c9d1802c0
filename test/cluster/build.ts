import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "../setup/cleanup";
import { mustRun, run, which } from "../setup/command";
import { anewFolder } from "../setup/places";
import { say } from "../setup/say";
import { readRecords } from "./record";

/** A program that is built from Go modules. */
export interface GoProgram {
  readonly name: string;
  /** What it is and what its first build costs, for people. */
  readonly what: string;
  /** Its module's folder. */
  readonly folder: string;
  /** The package in it. @default "." */
  readonly package?: string;
  /** Values that are linked into it, by variable. */
  readonly values?: Readonly<Record<string, string>>;
  /** The second number of the oldest Go that can build it. */
  readonly oldestGo: number;
  /** Makes the folder in which Go is called, when the module's own will not do. */
  readonly prepare?: (folder: string) => Promise<string>;
}

export const KUBERNETES: GoProgram = {
  name: "kubernetes",
  what: "Kubernetes 1.34, which takes up to 10 minutes the first time",
  folder: join(__dirname, "go"),
  values: versionValues("1", "34", "2"),
  oldestGo: 24,
};
export const PAUSE: GoProgram = {
  name: "pause",
  what: "the program of a pod's sandbox",
  folder: join(__dirname, "go"),
  package: "./pause",
  oldestGo: 24,
};

/** Milliseconds it may take: the first build also downloads the modules. */
const BUILD_TIMEOUT = 40 * 60_000;
const REMIND_EVERY = 60_000;

/** Why programs cannot be built here; `undefined` when they can, or are built already. */
export async function cannotBuild(program: GoProgram): Promise<string | undefined> {
  if (isBuilt(program)) return undefined;
  const needs = `needs Go 1.${program.oldestGo} or later, to build ${program.name}`;
  if (which("go") === undefined) return needs;
  const { stdout } = await run("go", ["env", "GOVERSION"]);
  const minor = Number(/^go1\.(\d+)/.exec(stdout)?.[1]);
  return minor >= program.oldestGo ? undefined : `${needs}; this is ${stdout.trim()}`;
}

/** Whether it is there already, so that nobody has to wait for it. */
export function isBuilt(program: GoProgram): boolean {
  return existsSync(builtFile(program));
}

/** The built program's path. It is built once for its sources; Go's own cache keeps most of it for the next clone. */
export async function built(program: GoProgram): Promise<string> {
  const file = builtFile(program);
  if (existsSync(file)) return file;
  const reason = await cannotBuild(program);
  if (reason !== undefined) throw new SetupError(reason);
  say(`building ${program.what}`);
  const started = Date.now();
  const timer = setInterval(
    () => say(`still building ${program.name}, ${seconds(started)} s so far`),
    REMIND_EVERY,
  );
  try {
    const flags = ["-trimpath", "-buildvcs=false", "-ldflags", linkerFlags(program)];
    const cwd = (await program.prepare?.(program.folder)) ?? program.folder;
    const args = ["build", ...flags, "-o", `${file}.new`, program.package ?? "."];
    await mustRun("nice", ["go", ...args], { cwd, timeout: BUILD_TIMEOUT });
  } finally {
    clearInterval(timer);
  }
  forgetOthers(program);
  renameSync(`${file}.new`, file);
  say(`built ${program.name} in ${seconds(started)} s`);
  return file;
}

/** Without them, Kubernetes calls itself v0.0.0-master, and clients that ask for its version take it for something else. */
function versionValues(major: string, minor: string, patch: string): Readonly<Record<string, string>> {
  const all = { gitVersion: `v${major}.${minor}.${patch}`, gitMajor: major, gitMinor: minor };
  return Object.fromEntries(
    ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"].flatMap((place) =>
      Object.entries(all).map(([name, value]) => [`${place}.${name}`, value]),
    ),
  );
}

function linkerFlags({ values = {} }: GoProgram): string {
  return ["-s -w", ...Object.entries(values).map(([name, value]) => `-X ${name}=${value}`)].join(" ");
}

function builtFile(program: GoProgram): string {
  return join(anewFolder("cluster", "bin"), `${program.name}-${sourceHash(program)}`);
}

/** Removes builds of older sources, but those that a cluster runs. */
function forgetOthers(program: GoProgram): void {
  const folder = anewFolder("cluster", "bin");
  const used = new Set(readRecords().flatMap((record) => [record.program, record.gateway?.program]));
  const named = new RegExp(`^${program.name}-[0-9a-f]{16}$`);
  const others = readdirSync(folder).filter((name) => named.test(name) && !used.has(join(folder, name)));
  for (const name of others) rmSync(join(folder, name));
}

function sourceHash(program: GoProgram): string {
  const { folder } = program;
  const hash = createHash("sha256").update(linkerFlags(program));
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  for (const name of names.filter((name) => /\.(go|mod|sum|txt)$/.test(name))) {
    const text = readFileSync(join(folder, name));
    hash.update(`${name}\0${text.length}\0`).update(text);
  }
  return hash.digest("hex").slice(0, 16);
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1000);
}
