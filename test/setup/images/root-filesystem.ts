import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { onEnd } from "../cleanup";
import { mustRun, run, which } from "../command";
import { installPrograms } from "../docker/install";
import { anewFolder } from "../places";

const BUILD_TIMEOUT = 120_000;

/** What an image made from this machine's programs consists of. */
export interface Recipe {
  /** The image's name without tag. */
  readonly name: string;
  /** Programs: path in the image → path on this machine. Their libraries come along. */
  readonly programs: Readonly<Record<string, string>>;
  /** Lines of /etc/passwd and /etc/group: name → user and group id. */
  readonly users: Readonly<Record<string, number>>;
  /** Folders to make: path → mode. */
  readonly folders: Readonly<Record<string, number>>;
  readonly links?: Readonly<Record<string, string>>;
  /** Dockerfile instructions for the image's settings: ENV, CMD, USER, STOPSIGNAL, …. */
  readonly settings: readonly string[];
}

/**
 * An image made FROM scratch of programs that are installed here, for machines that reach no registry of images.
 * The daemon keeps it under a tag made of its content: a second call finds it. It goes away at the end of the run that made it.
 *
 * @returns its id, `sha256:…`: a name by which nothing can move
 */
export async function imageFromMachine(host: string, recipe: Recipe): Promise<string> {
  await installPrograms(["busybox"]);
  const busybox = which("busybox");
  if (busybox === undefined) throw new Error("busybox is missing: apt-get install busybox-static");
  const programs = { "/bin/busybox": busybox, ...recipe.programs };
  const files = { ...programs, ...(await librariesOf(Object.values(programs))) };
  const tag = `${recipe.name}:${contentTag(recipe, files)}`;
  const env = { ...process.env, DOCKER_HOST: host };
  const idOf = ["image", "inspect", "--format", "{{.Id}}", tag];
  const known = await run("docker", idOf, { env });
  if (known.exitCode === 0) return known.stdout.trim();

  const folder = mkdtempSync(join(anewFolder("images"), "image-"));
  try {
    layOut(join(folder, "files"), files, recipe);
    const owner = ["--owner=0", "--group=0", "--sort=name", "--mtime=@0"];
    const archive = join(folder, "context", "files.tar");
    mkdirSync(dirname(archive));
    await mustRun("tar", ["-C", join(folder, "files"), ...owner, "-cf", archive, "."]);
    const dockerfile = ["FROM scratch", "ADD files.tar /", ...recipe.settings].join("\n");
    writeFileSync(join(dirname(archive), "Dockerfile"), dockerfile);
    onEnd(`image ${tag}`, async () => void (await run("docker", ["image", "rm", tag], { env })));
    await mustRun("docker", ["build", "-q", "-t", tag, dirname(archive)], { env, timeout: BUILD_TIMEOUT });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return (await mustRun("docker", idOf, { env })).trim();
}

/** The libraries and the loader that `ldd` names, each at the path where it is looked for. */
async function librariesOf(programs: readonly string[]): Promise<Record<string, string>> {
  const libraries: Record<string, string> = {};
  for (const program of programs) {
    const { stdout } = await run("ldd", [program]); // fails for a static program, which has none
    for (const [, path] of stdout.matchAll(/(?:=>\s*|^\s*)(\/\S+)\s+\(0x/gm)) {
      if (path !== undefined) libraries[path] = path;
    }
  }
  return libraries;
}

function contentTag(recipe: Recipe, files: Readonly<Record<string, string>>): string {
  const hash = createHash("sha256").update(JSON.stringify(recipe));
  for (const path of Object.keys(files).sort()) {
    hash.update(`\0${path}\0`).update(
      createHash("sha256")
        .update(readFileSync(files[path] as string))
        .digest(),
    );
  }
  return hash.digest("hex").slice(0, 16);
}

function layOut(folder: string, files: Readonly<Record<string, string>>, recipe: Recipe): void {
  const at = (path: string): string => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    return join(folder, path);
  };
  for (const [path, source] of Object.entries(files)) {
    copyFileSync(source, at(path));
    chmodSync(at(path), 0o755);
  }
  const applets = [
    "sh",
    "cat",
    "ls",
    "cp",
    "mv",
    "rm",
    "mkdir",
    "chmod",
    "chown",
    "sleep",
    "kill",
    "tar",
    "nc",
    "id",
    "env",
  ];
  for (const applet of applets) symlinkSync("/bin/busybox", at(`/bin/${applet}`));
  for (const [path, target] of Object.entries(recipe.links ?? {})) symlinkSync(target, at(path));
  const users = Object.entries({ root: 0, ...recipe.users });
  const passwd = users.map(([name, id]) => `${name}:x:${id}:${id}:${name}:/:/bin/sh\n`).join("");
  writeFileSync(at("/etc/passwd"), passwd);
  writeFileSync(at("/etc/group"), users.map(([name, id]) => `${name}:x:${id}:\n`).join(""));
  for (const [path, mode] of Object.entries({ "/tmp": 0o1777, ...recipe.folders })) {
    mkdirSync(at(path), { recursive: true });
    chmodSync(at(path), mode);
  }
}
