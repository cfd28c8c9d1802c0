import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { canonicalJson, type InputProblems, isImageId } from "@anew/core";
import type { Pin, Pins } from "./pin";

/** The only format so far. */
const VERSION = 1;

/** The lock file of a Dockerfile stands beside it. */
function lockPathOf(dockerfile: string): string {
  return `${dockerfile}.lock.json`;
}

/**
 * The pins in a lock file; none when there is no file.
 * What is not understood is a problem, never skipped: a pin that got lost would let a base image move.
 */
function readLockFile(path: string, problems: InputProblems): Pins {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    problems.add({
      property: "dockerfile",
      given: path,
      expected: "a lock file that can be read",
      fix: String(error),
    });
    return {};
  }
  const pins = parseLock(text);
  if (typeof pins !== "string") return pins;
  problems.add({
    property: "dockerfile",
    given: path,
    expected: `a lock file: ${pins}`,
    fix: "mend it, or delete it and pin again: npx anew lock",
  });
  return {};
}

/** The pins, or what is wrong with the text. */
function parseLock(text: string): Pins | string {
  let lock: unknown;
  try {
    lock = JSON.parse(text);
  } catch {
    return "it is no JSON";
  }
  if (!isRecord(lock) || lock.version !== VERSION) return `"version" must be ${VERSION}`;
  if (!isRecord(lock.images)) return `"images" must map names to pins`;
  const pins = new Map<string, Pin>();
  for (const [name, value] of Object.entries(lock.images)) {
    const pin = parsePin(value);
    if (pin === undefined) return `"${name}" must be { "digest": "sha256:…" } or { "imageId": "sha256:…" }`;
    pins.set(name, pin);
  }
  return Object.fromEntries(pins);
}

function parsePin(value: unknown): Pin | undefined {
  if (!isRecord(value) || Object.keys(value).length !== 1) return undefined;
  const { digest, imageId } = value;
  if (typeof digest === "string" && isImageId(digest)) return { digest };
  if (typeof imageId === "string" && isImageId(imageId)) return { imageId };
  return undefined;
}

/** Writes the pins, sorted by name, by rename: a reader sees the old file or the new one. */
function writeLockFile(path: string, pins: Pins): void {
  const lock = JSON.parse(canonicalJson({ images: pins, version: VERSION })) as unknown;
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(lock, undefined, 2)}\n`);
  renameSync(temporary, path);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export { lockPathOf, readLockFile, writeLockFile };
