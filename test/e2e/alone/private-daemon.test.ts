import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { anewFolder, nodeImage, requirePrivateDaemon, root, run, waitFor } from "../../setup";
import { readRecords, ruleOf } from "../../setup/docker/daemon-record";
import { processesNaming, processIdentity } from "../../setup/docker/processes";
import { undoLeftovers } from "../../setup/docker/undo-daemon";

/** A process with a private daemon and a container in it, as a run of the tests or the demo is one. */
const PROGRAM = `
  const { main, nodeImage, run, startPrivateDaemon } = require(${JSON.stringify(join(root, "test/setup"))});
  main(async () => {
    const daemon = await startPrivateDaemon();
    const env = { ...process.env, DOCKER_HOST: daemon.host };
    const image = await nodeImage(daemon.host);
    await run("docker", ["network", "create", "web"], { env });
    await run("docker", ["run", "-d", "--network", "web", "--name", "web-1", image, "node", "-e", "require('http').createServer((_, r) => r.end()).listen(80)"], { env });
    if (process.argv[1] === "throw") throw new Error("as it must");
    console.log("ready " + daemon.host);
    await new Promise(() => { setInterval(() => {}, 1000); });
    return 0;
  });
`;

describe("a private Docker daemon", function () {
  this.timeout(120_000);

  before(function () {
    requirePrivateDaemon(this);
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`leaves nothing behind after ${signal}`, async () => {
      const { child, ended, claims } = await startRun();
      child.kill(signal);
      expect(await ended).to.be.greaterThan(128);
      expect(await claims.left()).to.deep.equal([]);
    });
  }

  it("leaves nothing behind after an error that nobody caught", async () => {
    const before = readRecords().length;
    const child = spawnRun("throw");
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    expect(await ended).to.equal(1);
    expect(readRecords()).to.have.length(before);
  });

  it("is cleaned up by the next run after kill -9", async () => {
    const { child, ended, claims } = await startRun();
    child.kill("SIGKILL");
    await ended;
    expect(await claims.left()).not.to.deep.equal([]);
    await undoLeftovers();
    expect(await claims.left()).to.deep.equal([]);
  });

  it("runs beside another one: containers of each find and reach one another by name", async () => {
    const [a, b] = await Promise.all([startRun(), startRun()]);
    for (const { host } of [a, b]) {
      const env = { ...process.env, DOCKER_HOST: host };
      const get = `require("http").get("http://web-1/", (r) => process.exit(r.statusCode - 200)).on("error", () => process.exit(1))`;
      const args = ["run", "--rm", "--network", "web", await nodeImage(host), "node", "-e", get];
      expect(await run("docker", args, { env })).to.deep.include({ exitCode: 0 });
    }
    for (const { child, ended, claims } of [a, b]) {
      child.kill("SIGTERM");
      await ended;
      expect(await claims.left()).to.deep.equal([]);
    }
  });
});

interface Run {
  readonly child: ChildProcess;
  readonly host: string;
  readonly ended: Promise<number | null>;
  readonly claims: { left(): Promise<readonly string[]> };
}

async function startRun(): Promise<Run> {
  const child = spawnRun("wait");
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let said = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    said += chunk;
  });
  const isReady = await waitFor(() => said.includes("ready") || child.exitCode !== null, 60_000);
  const host = /ready (unix:\S+)/.exec(said)?.[1];
  if (!isReady || host === undefined) throw new Error(`the run did not come up: ${said}`);
  return { child, host, ended, claims: claimsOf(child.pid ?? 0) };
}

function spawnRun(how: string): ChildProcess {
  return spawn(process.execPath, ["--require", "tsx/cjs", "-e", PROGRAM, how], {
    cwd: join(root, "test"),
    env: { ...process.env, DOCKER_HOST: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** What the daemon of a run has claimed on the machine, and how much of it is still there. */
function claimsOf(owner: number): Run["claims"] {
  const record = readRecords().find((one) => one.owner.pid === owner);
  if (record === undefined) throw new Error("the run has no daemon");
  const left = async (): Promise<readonly string[]> => {
    const mounts = readFileSync("/proc/self/mountinfo", "utf8");
    const { stdout: interfaces } = await run("ip", ["-4", "-o", "addr", "show"]);
    const rule = await run("iptables", ["-C", ...ruleOf(record)]);
    const isRunning = record.dockerd !== undefined && processIdentity(record.dockerd.pid) !== undefined;
    const all: Readonly<Record<string, boolean>> = {
      daemon: isRunning,
      shims: processesNaming(record.runFolder, record.id).length > 0,
      mounts: mounts.includes(record.runFolder) || mounts.includes(record.dataFolder),
      bridge: existsSync(`/sys/class/net/${record.bridge}`),
      networks: interfaces.includes(` 10.${record.subnet}.`),
      "firewall rule": rule.exitCode === 0,
      folders: [record.runFolder, join(anewFolder("docker"), record.id)].some((path) => existsSync(path)),
      "control group":
        existsSync(`/sys/fs/cgroup/${record.cgroup}`) || existsSync(`/sys/fs/cgroup/memory/${record.cgroup}`),
    };
    return Object.keys(all).filter((name) => all[name]);
  };
  return { left };
}
