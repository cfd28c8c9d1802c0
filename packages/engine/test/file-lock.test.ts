import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import promises from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { FileLock } from "../src/state/file-lock";
import { refusal } from "./support/refusal";

const MOVES = ["rm", "rename"] as const;

describe("a stack's lock", () => {
  const original = { rm: promises.rm, rename: promises.rename };
  let folder: string;
  let locks: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "anew-lock-"));
    locks = join(folder, "locks");
    mkdirSync(locks);
  });
  afterEach(() => {
    Object.assign(promises, original);
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (name: string, pid: number) =>
    writeFileSync(
      join(locks, name),
      JSON.stringify({ pid, username: "ada", hostname: hostname(), timestamp: "2026-01-02T03:04:05Z" }),
    );
  const deadPid = () => spawnSync("true").pid;
  /** Does something just before the next time that a file of this name is removed or renamed. */
  const before = (name: string, act: () => unknown) => {
    let armed = true;
    for (const move of MOVES) {
      const call = original[move] as (...args: unknown[]) => Promise<void>;
      const held = async (...args: unknown[]) => {
        if (armed && args.some((path) => String(path).includes(name))) {
          armed = false;
          await act();
        }
        return call(...args);
      };
      Object.assign(promises, { [move]: held });
    }
  };

  it("of a dead owner is taken over by one of two who both saw it, however late the other removes it", async () => {
    await new FileLock(locks).take();
    const [name = ""] = readdirSync(locks);
    write(name, deadPid());
    let first: { release(): Promise<void> } | undefined;
    before(name, async () => {
      first = await new FileLock(locks).take();
    });
    expect(await refusal(new FileLock(locks).take())).to.contain(`(pid ${process.pid}, since `);
    expect(readdirSync(locks)).to.have.length(1);
    await first!.release();
    expect(readdirSync(locks)).to.deep.equal([]);
  });

  it("is not held beside one that the Pulumi CLI wrote after it had been looked for", async () => {
    before(`${locks}/`, () => write("5a1b.json", process.pid));
    const message = await refusal(new FileLock(locks).take());
    expect(message).to.contain(`the stack is locked by ada@${hostname()} (pid ${process.pid}`);
    expect(readdirSync(locks)).to.deep.equal(["5a1b.json"]);
    expect(readdirSync(folder)).to.deep.equal(["locks"]);
  });

  it("is held by one at a time of many processes, with locks of dead owners lying about", async () => {
    for (let i = 0; i < 20; i++) write(`dead-${i}.json`, deadPid());
    const contender = join(__dirname, "support", "lock-contender.ts");
    const runs = Array.from({ length: 5 }, () =>
      promisify(execFile)(process.execPath, ["--require", "tsx/cjs", contender, folder, "40"]),
    );
    const counts = (await Promise.all(runs)).map(({ stdout }) => JSON.parse(stdout) as { held: number });
    expect(counts.reduce((sum, { held }) => sum + held, 0)).to.be.greaterThan(20);
    expect(readdirSync(folder)).to.deep.equal(["locks"]);
  }).timeout(120_000);
});
