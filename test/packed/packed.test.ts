import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect } from "chai";
import {
  anewFolder,
  freePort,
  haproxyImage,
  installedPulumi,
  mustRun,
  nodeImage,
  requireDocker,
  root,
  skip,
} from "../setup";
import { makeModule, OLD_COMPILER_OPTIONS, writeProgram } from "./fresh-program";
import { filesOf, packPackages } from "./pack";
import { PACKAGE_MANAGERS, type PackageManager } from "./package-managers";
import { type PackageRegistry, startPackageRegistry } from "./package-registry";
import { byAnewLocal, byPulumi, type RunProgram } from "./runner";

/** Programs are installed from the npm registry, on a machine that may be slow. */
const INSTALL_TIMEOUT = 5 * 60_000;
const RUN_TIMEOUT = 2 * 60_000;

const PACKAGES = ["aws", "cli", "core", "docker", "engine", "images", "kubernetes"];
const TOKEN = "only-for-this-test";
const config = { "fresh:port": "18080" };

/** Outside of the clone: inside, pnpm would take the program for a part of the workspace. */
let programs = "";
const folderOf = ({ name }: PackageManager) => join(programs, name);

describe("the packed packages", () => {
  let tarballs: readonly string[] = [];
  let registry: PackageRegistry;

  before(async function () {
    this.timeout(INSTALL_TIMEOUT);
    programs = mkdtempSync(join(tmpdir(), "anew-packed-"));
    tarballs = await packPackages(anewFolder("packed"));
    registry = await startPackageRegistry(tarballs);
    // Most of an installation is waiting for the network.
    await Promise.all(PACKAGE_MANAGERS.map((manager) => install(manager, registry.url)));
  });

  after(async function () {
    this.timeout(INSTALL_TIMEOUT); // three programs with all that they have installed
    await registry?.close();
    rmSync(programs, { recursive: true, force: true });
  });

  it("are all there, each with its license and nothing but what runs and its source", async () => {
    const names = tarballs.map((path) => /anew-(\w+)-\d/.exec(path)?.[1]);
    expect(names).to.deep.equal(PACKAGES);
    for (const tarball of tarballs) {
      const files = await filesOf(tarball);
      expect(files).to.include.members([
        "LICENSE",
        "README.md",
        "package.json",
        "dist/index.js",
        "dist/index.d.ts",
      ]);
      const odd = files.filter(
        (file) => !/^(dist\/.*\.(js|js\.map|d\.ts)|src\/.*\.ts|LICENSE|README\.md|package\.json)$/.test(file),
      );
      expect(odd).to.deep.equal([]);
    }
  });

  it("depend on each other by version, as a registry needs it", async () => {
    for (const tarball of tarballs) {
      const manifest = await mustRun("tar", ["-xzOf", tarball, "package/package.json"]);
      expect(manifest).not.to.match(/workspace:|catalog:/);
    }
  });

  it("compile in a default program, on the TypeScript of its template and on the newest that Pulumi takes", async function () {
    this.timeout(RUN_TIMEOUT);
    const folder = folderOf(PACKAGE_MANAGERS[0] as PackageManager);
    const newest = join(__dirname, "../node_modules/typescript/lib/tsc.js");
    const own = join(folder, "node_modules/typescript/lib/tsc.js");
    const old = join(folder, "tsconfig.old.json");
    writeFileSync(old, JSON.stringify({ extends: "./tsconfig.json", compilerOptions: OLD_COMPILER_OPTIONS }));
    expect(await mustRun(process.execPath, [own, "--version"])).to.match(/ 5\./);
    expect(await mustRun(process.execPath, [newest, "--version"])).to.match(/ 6\./);
    await Promise.all([
      mustRun(process.execPath, [own, "--noEmit"], { cwd: folder, timeout: RUN_TIMEOUT }),
      mustRun(process.execPath, [newest, "--noEmit"], { cwd: folder, timeout: RUN_TIMEOUT }),
      mustRun(process.execPath, [own, "--noEmit", "-p", old], { cwd: folder, timeout: RUN_TIMEOUT }),
    ]);
  });

  it("are what the example asks for: copied as it is, it is installed by npm and runs", async function () {
    this.timeout(INSTALL_TIMEOUT);
    const folder = join(programs, "example");
    const example = "examples/docker-blue-green";
    const files = (await mustRun("git", ["ls-files", example], { cwd: root })).trim().split("\n");
    for (const file of files) cpSync(join(root, file), join(folder, relative(example, file)));
    writeFileSync(join(folder, ".npmrc"), `@anew:registry=${registry.url}\n`);
    await command((PACKAGE_MANAGERS[0] as PackageManager).install, folder);
    await mustRun(process.execPath, [join(folder, "node_modules/typescript/lib/tsc.js"), "--noEmit"], {
      cwd: folder,
      timeout: RUN_TIMEOUT,
    });
    const run = byAnewLocal(folder, {
      "docker-blue-green:databaseUrl": "postgres://web:secret@db.example/web",
      "docker-blue-green:nodeImage": `node@sha256:${"1".repeat(64)}`,
    });
    // A first preview does not know the replicas yet.
    expect((await run("preview")).changeSummary).to.have.all.keys("create");
    const { create, ...others } = (await run("up")).changeSummary;
    expect(others).to.deep.equal({});
    expect((await run("up")).changeSummary).to.deep.equal({ same: create });
    expect((await run("destroy")).changeSummary).to.deep.equal({ delete: create });
  });

  for (const manager of PACKAGE_MANAGERS) {
    describe(`installed by ${manager.name}`, () => {
      it("run in a CommonJS program: preview, up, unchanged up, destroy", async function () {
        this.timeout(RUN_TIMEOUT);
        await runThrough(byAnewLocal(folderOf(manager), { ...config, "fresh:token": TOKEN }));
      });
      if (manager.name !== "pnpm") onRealPulumi(manager);

      it("run in a program of ECMAScript modules", async function () {
        this.timeout(INSTALL_TIMEOUT);
        // What Pulumi itself asks of such a program: a ts-node of its own.
        await command(manager.addForDevelopment(["ts-node@^10.9.2"]), folderOf(manager));
        makeModule(folderOf(manager));
        await runThrough(byAnewLocal(folderOf(manager), { ...config, "fresh:token": TOKEN }));
      });
      // One of each kind is enough: a real update takes its time.
      if (manager.name === "pnpm") onRealPulumi(manager);
    });
  }
});

function onRealPulumi(manager: PackageManager): void {
  it("run on the real Pulumi and the real Docker", async function () {
    this.timeout(RUN_TIMEOUT);
    const { host, client } = await requireDocker(this);
    const pulumi = await installedPulumi();
    if (pulumi === undefined) return skip(this, "there is no pulumi on the PATH");
    const real = {
      ...config,
      "fresh:port": String(await freePort()),
      "fresh:token": { secret: TOKEN },
      "fresh:nodeImage": await nodeImage(host),
      "anew:routerImage": await haproxyImage(host),
      "anew:routerAddress": "127.0.0.1",
    };
    try {
      await runThrough(byPulumi(pulumi, folderOf(manager), real, host));
    } finally {
      // An image stays when its program goes; this one is the test's own.
      for (const { Id } of await client.listImages({ filters: { reference: ["anew/packed"] } })) {
        await client.getImage(Id).remove({ force: true });
      }
    }
  });
}

/** Everything is previewed, made, left alone and deleted again. */
async function runThrough(runProgram: RunProgram): Promise<void> {
  const { create, ...others } = (await runProgram("preview")).changeSummary;
  expect(others).to.deep.equal({});
  expect(create).to.be.greaterThan(10);
  expect((await runProgram("up")).changeSummary).to.deep.equal({ create });
  expect((await runProgram("up")).changeSummary).to.deep.equal({ same: create });
  expect((await runProgram("destroy")).changeSummary).to.deep.equal({ delete: create });
}

async function install(manager: PackageManager, registry: string): Promise<void> {
  const folder = folderOf(manager);
  mkdirSync(folder);
  const anew = Object.fromEntries(["core", "docker", "images"].map((name) => [`@anew/${name}`, "^0.1.0"]));
  writeProgram({
    folder,
    name: "fresh",
    packageManager: manager.name,
    registry,
    dependencies: { "@pulumi/pulumi": "^3.113.0", ...anew },
    devDependencies: { "@anew/cli": "^0.1.0", "@types/node": "^18", typescript: "^5.0.0" },
  });
  const stale = manager.forget?.(PACKAGES.map((name) => `@anew/${name}`));
  if (stale !== undefined) await command(stale, folder);
  await command(manager.install, folder);
}

async function command([program, ...args]: readonly string[], cwd: string): Promise<void> {
  await mustRun(program as string, args, { cwd, timeout: INSTALL_TIMEOUT });
}
