import type { ArgReader } from "./arg-reader";
import { mountPathProblem, type PlacedMount, refuseHiddenMounts } from "./mount-path";
import { isPlainObject } from "./plain-object";
import type { StateMount } from "./spec";
import { type SecretAndPlain, splitBySecrecy } from "./spec-environment";
import { refuseUnknownKeys } from "./spec-keys";

/** What is mounted into a generation's file system. */
export interface Mounts {
  readonly files: SecretAndPlain;
  readonly tmpfs: readonly string[];
  readonly state: readonly StateMount[];
}

/** Why `access: "exclusive"` cannot be had, where it cannot: two generations run side by side. */
export interface ExclusiveStateRule {
  readonly expected: string;
  readonly fix?: string;
}

/** Files, scratch space and state, none of which may hide another. */
export function readMounts(args: ArgReader, exclusiveState?: ExclusiveStateRule): Mounts {
  const files = args.member("files").members("an object: absolute path → content");
  const tmpfs = args.member("tmpfs").items("an array of absolute paths");
  const state = args
    .member("state")
    .items("an array of { volume, path, access }")
    .flatMap((item) => readState(item, exclusiveState));

  const tmpfsMounts = tmpfs.flatMap((item): PlacedMount[] => {
    const path = readMountPath(item);
    return path === undefined ? [] : [{ kind: "tmpfs", path, at: item }];
  });
  refuseHiddenMounts([
    ...files.flatMap(([path, at]): PlacedMount[] =>
      checkFilePath(path, at) ? [{ kind: "file", path, at }] : [],
    ),
    ...tmpfsMounts,
    ...state.map(({ mount, at }): PlacedMount => ({ kind: "state", path: mount.path, at })),
  ]);
  return {
    files: splitBySecrecy(files),
    tmpfs: tmpfsMounts.map(({ path }) => path).sort(compare),
    state: state.map(({ mount }) => mount).sort((a, b) => compare(a.path, b.path)),
  };
}

function readState(
  item: ArgReader,
  exclusiveState?: ExclusiveStateRule,
): { mount: StateMount; at: ArgReader }[] {
  if (item.pending) return [];
  if (!isPlainObject(item.raw)) {
    item.refuse("{ volume, path, access }");
    return [];
  }
  refuseUnknownKeys(item, ["volume", "path", "access"]);
  const at = item.member("path");
  const volume = readVolume(item.member("volume"));
  const path = readMountPath(at);
  const access = readAccess(item.member("access"), exclusiveState);
  return volume === undefined || path === undefined || access === undefined
    ? []
    : [{ mount: { volume, path, access }, at }];
}

function readVolume(volume: ArgReader): string | undefined {
  const expected = "the name of a volume";
  if (volume.absent) return volume.refuse(expected);
  const name = volume.plainText(expected);
  if (name === undefined || !/^$|^[./~]/.test(name)) return name;
  return volume.refuse(`${expected}, not a path`, "declare the volume and name it here");
}

function readAccess(
  access: ArgReader,
  exclusiveState?: ExclusiveStateRule,
): StateMount["access"] | undefined {
  const expected = '"shared" or "exclusive"';
  if (access.absent) return access.refuse(expected);
  const value = access.plainText(expected);
  if (value === undefined || value === "shared") return value;
  if (value !== "exclusive") return access.refuse(expected);
  return exclusiveState === undefined ? value : access.refuse(exclusiveState.expected, exclusiveState.fix);
}

function readMountPath(path: ArgReader): string | undefined {
  const expected = "an absolute path";
  if (path.absent) return path.refuse(expected);
  const text = path.plainText(expected);
  if (text === undefined) return undefined;
  const problem = mountPathProblem(text);
  return problem === undefined ? text : path.refuse(problem.expected, problem.fix);
}

function checkFilePath(path: string, at: ArgReader): boolean {
  const problem = mountPathProblem(path);
  if (problem !== undefined) at.refuseName(path, problem.expected, problem.fix);
  return problem === undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
