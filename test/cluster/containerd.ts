import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch } from "node:os";
import { join } from "node:path";
import { mustRun } from "../setup/command";
import { pluginFolder } from "./network";
import type { ClusterRecord } from "./record";

/** What holds a pod's namespaces. It is made here, so that no registry is needed. */
export const SANDBOX_IMAGE = "anew.local/pause:1";

const IMPORT_TIMEOUT = 120_000;

export function containerdSocket({ runFolder }: ClusterRecord): string {
  return join(runFolder, "containerd.sock");
}

/** Settings of a containerd that shares nothing with another one on the machine. */
export function writeContainerdConfig(record: ClusterRecord): string {
  const { folder, runFolder } = record;
  const runtime = 'plugins."io.containerd.grpc.v1.cri"';
  const lines = [
    "version = 2",
    `root = ${text(join(folder, "containerd"))}`,
    `state = ${text(join(runFolder, "containerd"))}`,
    // One makes /opt/containerd; the others want file systems that are not there, and say so at length.
    `disabled_plugins = [${["internal.v1.opt", "snapshotter.v1.btrfs", "snapshotter.v1.zfs", "snapshotter.v1.aufs", "snapshotter.v1.devmapper"].map((name) => text(`io.containerd.${name}`)).join(", ")}]`,
    "[grpc]",
    `address = ${text(containerdSocket(record))}`,
    `[${runtime}]`,
    `sandbox_image = ${text(SANDBOX_IMAGE)}`,
    'stream_server_address = "127.0.0.1"',
    "restrict_oom_score_adj = true", // inside a container, scores may not be lowered
    "netns_mounts_under_state_dir = true",
    `[${runtime}.cni]`,
    `bin_dir = ${text(pluginFolder() ?? "/opt/cni/bin")}`,
    `conf_dir = ${text(join(folder, "cni"))}`,
    `[${runtime}.containerd.runtimes.runc]`,
    'runtime_type = "io.containerd.runc.v2"',
    `[${runtime}.containerd.runtimes.runc.options]`,
    "SystemdCgroup = false",
    `Root = ${text(join(runFolder, "runc"))}`,
  ];
  const file = join(folder, "containerd.toml");
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

/** Puts the images of a `docker save` file where pods find them. */
export async function importImages(record: ClusterRecord, tarFile: string): Promise<void> {
  const args = ["--address", containerdSocket(record), "--namespace", "k8s.io"];
  await mustRun("ctr", [...args, "images", "import", tarFile], { timeout: IMPORT_TIMEOUT });
}

/** Makes the image of a pod's sandbox: one program and nothing else. */
export async function importSandboxImage(record: ClusterRecord, pause: string): Promise<void> {
  const folder = join(record.folder, "sandbox");
  mkdirSync(join(folder, "files"), { recursive: true });
  copyFileSync(pause, join(folder, "files/pause"));
  chmodSync(join(folder, "files/pause"), 0o755);
  await mustRun("tar", [
    "-C",
    join(folder, "files"),
    "--owner=0",
    "--group=0",
    "-cf",
    join(folder, "layer.tar"),
    "pause",
  ]);
  const layer = createHash("sha256")
    .update(readFileSync(join(folder, "layer.tar")))
    .digest("hex");
  const config = {
    architecture: arch() === "x64" ? "amd64" : arch(),
    os: "linux",
    config: { Entrypoint: ["/pause"], User: "65535:65535" },
    rootfs: { type: "layers", diff_ids: [`sha256:${layer}`] },
  };
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  const manifest = [{ Config: "config.json", RepoTags: [SANDBOX_IMAGE], Layers: ["layer.tar"] }];
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  const archive = join(folder, "image.tar");
  await mustRun("tar", ["-C", folder, "-cf", archive, "manifest.json", "config.json", "layer.tar"]);
  await importImages(record, archive);
}

/** A TOML string; JSON's escapes are a part of TOML's. */
function text(value: string): string {
  return JSON.stringify(value);
}
