// Takes and leaves a stack's lock again and again: `lock-contender <folder> <rounds>`. Who holds the lock makes a file
// that nobody else may have made; each round leaves its lock as that of a process that
// no longer lives.
import { spawnSync } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { FileLock } from "../../src/state/file-lock";

async function contend(folder: string, rounds: number): Promise<void> {
  const locks = join(folder, "locks");
  const alone = join(folder, "alone");
  const dead = { pid: spawnSync("true").pid, username: "ada", hostname: hostname(), timestamp: "" };
  const counts = { held: 0, refused: 0 };
  for (let round = 0; round < rounds; round++) {
    const lock = await new FileLock(locks).take().catch((error: Error) => {
      if (!error.message.startsWith("the stack is locked by ")) throw error;
    });
    if (!lock) {
      counts.refused++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      continue;
    }
    counts.held++;
    closeSync(openSync(alone, "wx"));
    await new Promise((resolve) => setTimeout(resolve, 2));
    rmSync(alone);
    // As if this process had been killed now: its lock stays.
    for (const name of readdirSync(locks)) {
      if (!isOwn(join(locks, name))) continue;
      const next = join(folder, `${process.pid}.tmp`);
      writeFileSync(next, JSON.stringify(dead));
      renameSync(next, join(locks, name));
    }
  }
  process.stdout.write(JSON.stringify(counts));
}

function isOwn(lock: string): boolean {
  try {
    return readFileSync(lock, "utf8").includes(`"pid":${process.pid},`);
  } catch {
    // Another one's, which is gone by now.
    return false;
  }
}

const [folder = "", rounds = ""] = process.argv.slice(2);
contend(folder, Number(rounds)).catch((error: Error) => {
  process.stderr.write(String(error.stack));
  process.exitCode = 1;
});
