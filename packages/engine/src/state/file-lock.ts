import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Lock } from "./backend";
import { isObject } from "./deployment-version";

/** Who holds a lock, as Pulumi's file backend writes it. */
interface Owner {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  /** RFC 3339. */
  readonly timestamp: string;
}

/** How often one tries again who wrote a lock at the same moment as another. */
const ATTEMPTS = 6;
/** How long one waits before trying again, at most and for each attempt so far, in milliseconds. */
const WAIT = 40;

/**
 * The lock of one stack: a folder in which any file is a lock, so that the Pulumi CLI respects it too. Each owner writes
 * a file of its own name, as that CLI does. A name is never used twice: who removes a dead owner's file cannot hit a
 * living one.
 */
export class FileLock {
  constructor(private readonly folder: string) {}

  /** @throws Error naming the owner and the fix */
  async take(): Promise<Lock> {
    try {
      return await this.acquire();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      throw new Error(`the stack cannot be locked, so nothing was done: ${message}`);
    }
  }

  private async acquire(): Promise<Lock> {
    await mkdir(this.folder, { recursive: true });
    const notices: string[] = [];
    for (let attempt = 1; ; attempt++) {
      const holder = await this.otherOwner("", notices);
      if (holder) throw this.refusal(holder);
      const name = `${randomUUID()}.json`;
      const release = () => rm(join(this.folder, name), { force: true });
      let rival: Owner | undefined;
      try {
        await this.write(name);
        // Someone else may have looked before this lock was there, and written after: of two, the later one sees both.
        rival = await this.otherOwner(name, notices);
      } catch (error) {
        await release();
        throw error;
      }
      if (!rival) return { ...(notices.length > 0 ? { notice: notices.join("\n") } : {}), release };
      await release();
      if (attempt === ATTEMPTS) throw this.refusal(rival);
      await delay(Math.random() * WAIT * attempt);
    }
  }

  /** Whoever else holds the lock and lives; the locks of those that do not are removed. */
  private async otherOwner(own: string, notices: string[]): Promise<Owner | undefined> {
    for (const name of await readdir(this.folder)) {
      if (name === own) continue;
      const owner = await this.read(name);
      if (!owner) continue;
      if (isAlive(owner)) return owner;
      await rm(join(this.folder, name), { force: true });
      notices.push(`took over the lock of ${describe(owner)}: that process no longer lives`);
    }
    return undefined;
  }

  /** A lock appears with its whole content or not at all. */
  private async write(name: string): Promise<void> {
    // Not in the folder itself, where any file is a lock.
    const temporary = join(dirname(this.folder), `${name}.tmp`);
    try {
      await writeFile(temporary, JSON.stringify(thisProcess()));
      await rename(temporary, join(this.folder, name));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async removeAll(): Promise<string[]> {
    if (!existsSync(this.folder)) return [];
    const removed: string[] = [];
    for (const name of await readdir(this.folder)) {
      // What a power cut left of a lock may have no readable owner.
      const owner = await this.read(name).catch(() => "unreadable" as const);
      await rm(join(this.folder, name), { force: true });
      if (!owner) continue;
      removed.push(
        owner === "unreadable" ? `an owner who cannot be read any more (${name})` : describe(owner),
      );
    }
    return removed;
  }

  private async read(name: string): Promise<Owner | undefined> {
    const file = join(this.folder, name);
    try {
      const owner: unknown = JSON.parse(await readFile(file, "utf8"));
      if (isOwner(owner)) return owner;
      throw new Error("it names no process");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw new Error(
        `the stack is locked, by whom cannot be read: ${file}: ${(error as Error).message}. When nothing runs on the ` +
          'stack any more, remove the lock with "anew local cancel"',
      );
    }
  }

  private refusal(owner: Owner): Error {
    return new Error(
      `the stack is locked by ${describe(owner)}. Wait for it to end, or remove the lock with "anew local cancel" ` +
        `when you know that it is not running (${this.folder})`,
    );
  }
}

function thisProcess(): Owner {
  return {
    pid: process.pid,
    username: userInfo().username,
    hostname: hostname(),
    timestamp: new Date().toISOString(),
  };
}

function isOwner(value: unknown): value is Owner {
  return isObject(value) && typeof value.pid === "number" && typeof value.hostname === "string";
}

function describe(owner: Owner): string {
  return `${owner.username}@${owner.hostname} (pid ${owner.pid}, since ${owner.timestamp})`;
}

/** Whether the owner can still be running; a process of another host counts as alive. */
function isAlive(owner: Owner): boolean {
  if (owner.hostname !== hostname()) return true;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
