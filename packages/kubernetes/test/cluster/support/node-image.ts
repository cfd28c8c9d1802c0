import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { arch } from "node:os";
import { dirname, join } from "node:path";
import { mustRun, run } from "../../../../../test/setup/command";
import { anewFolder } from "../../../../../test/setup/places";

/** The name of the image that is made here; no registry has it. */
const NODE_IMAGE = "anew.local/node:1";
const TIMEOUT = 300_000;

/**
 * Puts an image with this machine's own Node onto the node of a cluster, by its containerd.
 * @param socket containerd's; undefined: the node has the image already
 * @returns the image's name
 */
async function nodeImage(socket: string | undefined): Promise<string> {
  const given = process.env.ANEW_CLUSTER_NODE_IMAGE;
  if (given !== undefined || socket === undefined) return given ?? NODE_IMAGE;
  const ctr = ["--address", socket, "--namespace", "k8s.io", "images"];
  const known = await run("ctr", [...ctr, "list", "--quiet", `name==${NODE_IMAGE}`]);
  if (known.stdout.includes(NODE_IMAGE)) return NODE_IMAGE;
  const folder = mkdtempSync(join(anewFolder("images"), "node-"));
  try {
    await mustRun("ctr", [...ctr, "import", await archive(folder)], { timeout: TIMEOUT });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return NODE_IMAGE;
}

/** A `docker save` file of Node and the libraries that it needs. */
async function archive(folder: string): Promise<string> {
  const { stdout } = await run("ldd", [process.execPath]);
  const libraries = [...stdout.matchAll(/(?:=>\s*|^\s*)(\/\S+)\s+\(0x/gm)].map(([, path]) => path as string);
  const files: Record<string, string> = { "/usr/local/bin/node": process.execPath };
  for (const path of libraries) files[path] = path;
  if (existsSync("/usr/bin/busybox")) files["/bin/sh"] = "/usr/bin/busybox";
  for (const [path, source] of Object.entries(files)) {
    const target = join(folder, "files", path);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(source, target);
    chmodSync(target, 0o755);
  }
  const tar = (args: readonly string[]) => mustRun("tar", args, { timeout: TIMEOUT });
  await tar(["-C", join(folder, "files"), "--owner=0", "--group=0", "-cf", join(folder, "layer.tar"), "."]);
  const layer = createHash("sha256")
    .update(readFileSync(join(folder, "layer.tar")))
    .digest("hex");
  const config = {
    architecture: arch() === "x64" ? "amd64" : arch(),
    os: "linux",
    config: { Entrypoint: ["/usr/local/bin/node"], Env: ["PATH=/usr/local/bin:/bin"], User: "1000:1000" },
    rootfs: { type: "layers", diff_ids: [`sha256:${layer}`] },
  };
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  writeFileSync(
    join(folder, "manifest.json"),
    JSON.stringify([{ Config: "config.json", RepoTags: [NODE_IMAGE], Layers: ["layer.tar"] }]),
  );
  const file = join(folder, "image.tar");
  await tar(["-C", folder, "-cf", file, "manifest.json", "config.json", "layer.tar"]);
  return file;
}

export { nodeImage };
