import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import Module from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  AWS_INVOKES,
  AWS_TYPES,
  DOCKER_TYPES,
  kubernetesRules,
  MemoryProvider,
  MemoryStore,
  TestClock,
  type TestResult,
  TestStack,
} from "@anew/engine";
import ts from "typescript";
import { root } from "../setup/places";

/** What the programs of the documentation are configured with. */
const CONFIG = {
  "test:app": "./app",
  "test:port": "8080",
  "test:logLevel": "info",
  "test:databaseUrl": "postgres://web:secret@db.example/web",
  "test:registryPassword": "hunter2hunter2",
};

/** A pin for the example's base image: nothing is built here, so any digest does. */
const LOCK = { images: { "node:22-slim": { digest: `sha256:${"1".repeat(64)}` } }, version: 1 };

/**
 * Runs programs of the documentation in this process, each in a stack of its own, on a Docker host, in a cluster and in a cloud that
 * exist in files only. They run in a folder with the example's service in `app`.
 */
export class ProgramRunner {
  private readonly folder = mkdtempSync(join(tmpdir(), "anew-docs-"));
  private readonly before = {
    cwd: process.cwd(),
    host: process.env.DOCKER_HOST,
    kubeconfig: process.env.KUBECONFIG,
    cloud: process.env.AWS_ENDPOINT_URL_EC2,
    endpoint: process.env.AWS_ENDPOINT_URL,
  };
  private runs = 0;

  constructor() {
    cpSync(join(root, "examples/docker-blue-green/app"), join(this.folder, "app"), { recursive: true });
    writeFileSync(join(this.folder, "app/Dockerfile.lock.json"), JSON.stringify(LOCK));
    mkdirSync(join(this.folder, "worker"));
    for (const file of ["Dockerfile", "Dockerfile.lock.json", "server.js"]) {
      copyFileSync(join(this.folder, "app", file), join(this.folder, "worker", file));
    }
    this.makeMachineImage();
    process.chdir(this.folder);
  }

  /** The example's template and playbook, with a secret variable more; and a role beside it. */
  private makeMachineImage(): void {
    const image = join(this.folder, "image");
    cpSync(join(root, "examples/aws-machine-image/image"), image, { recursive: true });
    const secret = 'variable "registry_password" {\n  type    = string\n  default = ""\n}\n';
    writeFileSync(join(image, "secret.pkr.hcl"), secret);
    cpSync(join(image, "roles/web"), join(this.folder, "roles/common"), { recursive: true });
  }

  /** A stack with the program; each of its runs evaluates the program anew, as a process of its own would. */
  stack(code: string): { preview(): Promise<TestResult>; up(): Promise<TestResult> } {
    this.runs += 1;
    const host = `simulated://${join(this.folder, `host-${this.runs}.json`)}`;
    process.env.DOCKER_HOST = host;
    process.env.KUBECONFIG = `simulated://${join(this.folder, `cluster-${this.runs}.json`)}`;
    process.env.AWS_ENDPOINT_URL_EC2 = `simulated://${join(this.folder, `images-${this.runs}`)}`;
    process.env.AWS_ENDPOINT_URL = `simulated://${join(this.folder, `account-${this.runs}.json`)}`;
    const javascript = transpile(
      code
        // A remote host is the simulated one too.
        .replace(/"ssh:\/\/[^"]*"/g, JSON.stringify(host)),
    );
    const file = join(root, `test/docs/program-${this.runs}.js`);
    const [store, objects, account] = [new MemoryStore(), new MemoryStore(), new MemoryStore()];
    const stack = new TestStack({
      program: () => evaluate(javascript, file),
      folder: join(root, "test"),
      clock: new TestClock(), // minutes of a bake pass at once
      providers: {
        docker: () => new MemoryProvider({ types: DOCKER_TYPES, store }),
        kubernetes: () => new MemoryProvider({ types: [], other: kubernetesRules, store: objects }),
        aws: () => new MemoryProvider({ types: AWS_TYPES, invokes: AWS_INVOKES, store: account }),
      },
    });
    const config = CONFIG;
    return { preview: () => stack.preview({ config }), up: () => stack.up({ config }) };
  }

  /**
   * Runs a test: what it gives to `it`, one after the other.
   * @param files - programs beside it, by path: the main file of each has a project around it
   */
  async runTest(code: string, files: ReadonlyMap<string, string> = new Map()): Promise<number> {
    const tests: (() => unknown)[] = [];
    this.writePrograms(files);
    // Where a test of the user's stands: its packages are found from there.
    process.chdir(join(root, "test"));
    const { TMPDIR } = process.env;
    // What it leaves behind goes away with the rest.
    process.env.TMPDIR = this.folder;
    try {
      const place = files.size > 0 ? this.folder : join(root, "test/docs");
      evaluate(transpile(code), join(place, "block.test.js"), (title, test) => {
        tests.push(() => told(title, test));
      });
      for (const test of tests) await test();
      return tests.length;
    } finally {
      process.chdir(this.folder);
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  }

  private writePrograms(files: ReadonlyMap<string, string>): void {
    if (files.size > 0 && !existsSync(join(this.folder, "node_modules"))) {
      symlinkSync(join(root, "test/node_modules"), join(this.folder, "node_modules"));
    }
    for (const [path, text] of files) {
      const folder = join(this.folder, dirname(path));
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(this.folder, path), text);
      writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
      writeFileSync(join(folder, "package.json"), JSON.stringify({ main: "index.ts" }));
    }
  }

  remove(): void {
    process.chdir(this.before.cwd);
    restore("DOCKER_HOST", this.before.host);
    restore("KUBECONFIG", this.before.kubeconfig);
    restore("AWS_ENDPOINT_URL_EC2", this.before.cloud);
    restore("AWS_ENDPOINT_URL", this.before.endpoint);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

/** Runs a test, and says which it was when it fails. */
async function told(title: string, test: () => unknown): Promise<void> {
  try {
    await test();
  } catch (error) {
    throw new Error(`${title}: ${(error as Error).message}`, { cause: error });
  }
}

/** Everything that went wrong in a run, as a reader sees it. */
export function errorText({ error, failures }: TestResult): string {
  return [error, ...failures.map(({ message }) => message)].filter((text) => text !== undefined).join("\n");
}

function transpile(code: string): string {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  });
  return outputText;
}

/**
 * The module's exports: a stack's outputs.
 * @param it takes the place of mocha's
 */
function evaluate(
  javascript: string,
  file: string,
  it?: (title: string, test: () => unknown) => void,
): unknown {
  const module = new Module(file) as Module & { _compile(code: string, file: string): void };
  const { _nodeModulePaths: pathsOf } = Module as unknown as { _nodeModulePaths(folder: string): string[] };
  module.filename = file;
  module.paths = pathsOf(join(root, "test/docs"));
  const { exports } = module;
  module._compile(`module.exports = (it) => {${javascript}\n};`, file);
  module.exports(it);
  return { ...exports };
}

/** What the compiler says of programs, all at once, with the settings of a new TypeScript program. */
export function typeErrors(programs: readonly { readonly place: string; readonly text: string }[]): string[] {
  const files = new Map(programs.map(({ text }, i) => [join(root, `test/docs/block-${i}.ts`), text]));
  const places = new Map([...files.keys()].map((file, i) => [file, programs[i]?.place ?? ""]));
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
    noEmit: true,
    types: ["node", "mocha"],
    typeRoots: [join(root, "test/node_modules/@types")],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  const program = ts.createProgram([...files.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${places.get(file?.fileName ?? "") ?? file?.fileName} (line ${line} of the block): ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}
