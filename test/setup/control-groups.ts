import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const TOP = "/sys/fs/cgroup";

/** The folders of a control group at the top: one in version 2, one per controller in version 1. */
export function cgroupFolders(name: string): readonly string[] {
  return [join(TOP, name), ...hierarchies().map((hierarchy) => join(hierarchy, name))].filter((place) =>
    existsSync(place),
  );
}

/** Makes a control group at the top, with every controller that there is. */
export function makeCgroup(name: string): void {
  if (!existsSync(join(TOP, "cgroup.controllers"))) {
    for (const hierarchy of hierarchies()) mkdirSync(join(hierarchy, name), { recursive: true });
    return;
  }
  mkdirSync(join(TOP, name), { recursive: true });
  for (const controller of readOrEmpty(join(TOP, name, "cgroup.controllers"))
    .split(/\s+/)
    .filter(Boolean)) {
    writeFileSync(join(TOP, name, "cgroup.subtree_control"), `+${controller}`);
  }
}

/** All processes in a control group's folder and below it. */
export function processesOf(cgroup: string): readonly number[] {
  const own = readOrEmpty(join(cgroup, "cgroup.procs")).split("\n").filter(Boolean).map(Number);
  return [...own, ...children(cgroup).flatMap(processesOf)];
}

export function removeCgroup(folder: string): void {
  for (const child of children(folder)) removeCgroup(child);
  try {
    rmdirSync(folder);
  } catch {
    // a process in it is still on its way out; an empty control group costs nothing
  }
}

/** What version 1 mounts: a folder per controller. In version 2, the folders here are control groups themselves. */
function hierarchies(): readonly string[] {
  return children(TOP);
}

function children(cgroup: string): readonly string[] {
  try {
    return readdirSync(cgroup, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(cgroup, entry.name));
  } catch {
    return [];
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
