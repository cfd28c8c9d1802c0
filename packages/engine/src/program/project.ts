import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, extname, join, resolve } from "node:path";
import { type ConfigDeclaration, readDeclarations } from "./config-schema";
import { findProjectFile, isObject, parseObject, show } from "./project-file";
import { type PackageManager, readRuntime } from "./runtime-options";

/** A Pulumi project as its Pulumi.yaml describes it. */
export interface Project {
  readonly name: string;
  /** The folder of Pulumi.yaml. */
  readonly root: string;
  /** The folder that the program runs in. */
  readonly programFolder: string;
  /** "." or a file of that folder. */
  readonly entryPoint: string;
  /** Whether TypeScript is compiled on the fly. @default true */
  readonly typescript: boolean;
  /** Path of a tsconfig.json, from the program's folder. @default the program's own */
  readonly tsconfig?: string;
  readonly nodeArguments: readonly string[];
  /** @default "auto" */
  readonly packageManager?: PackageManager;
  /** Configuration that the project declares values for, by full key. */
  readonly configDefaults: Readonly<Record<string, unknown>>;
  /** What the project declares about its configuration, by full key. @default nothing */
  readonly configDeclarations?: Readonly<Record<string, ConfigDeclaration>>;
  /** The folder of Pulumi.<stack>.yaml. @default root */
  readonly stackConfigFolder?: string;
  /** The file of the stack's configuration, whatever the stack's name. @default none */
  readonly configFile?: string;
  /** The folder of a `file://` backend. @default none: the engine's own */
  readonly backendFolder?: string;
  /** Whether every operation refreshes first: `options.refresh: always`. @default false */
  readonly refreshAlways?: boolean;
}

/**
 * Reads the project in a folder or in one above it.
 * @throws Error when there is none, or it is not a Node project
 */
export function readProject(folder: string): Project {
  const start = resolve(folder);
  if (!existsSync(start)) throw new Error(`the folder ${start} does not exist`);
  const file = findProjectFile(start);
  if (!file) {
    throw new Error(
      `no Pulumi.yaml in ${start} or above; a program needs one with at least "name: my-project" and "runtime: nodejs"`,
    );
  }
  const { name, runtime, main, config, stackConfigDir, backend, options } = parseObject(file);
  if (typeof name !== "string" || !/^[A-Za-z0-9_.-]{1,100}$/.test(name)) {
    throw new Error(
      `${file}: name: got ${show(name)}, expected 1 to 100 letters, digits, hyphens, underscores and periods`,
    );
  }
  const { packageManager, ...run } = readRuntime(file, runtime);
  if (main !== undefined && typeof main !== "string") {
    throw new Error(`${file}: main: got ${show(main)}, expected a path`);
  }
  const root = dirname(file);
  const configDeclarations = readDeclarations(file, name, config);
  const backendFolder = fileBackend(file, backend);
  return {
    name,
    root,
    ...programPlace(root, main, file),
    ...run,
    packageManager,
    configDefaults: defaultsOf(configDeclarations),
    configDeclarations,
    ...(typeof stackConfigDir === "string" ? { stackConfigFolder: join(root, stackConfigDir) } : {}),
    ...(backendFolder === undefined ? {} : { backendFolder }),
    refreshAlways: isObject(options) && options.refresh === "always",
  };
}

function defaultsOf(declarations: Readonly<Record<string, ConfigDeclaration>>): Record<string, unknown> {
  const given = Object.entries(declarations).filter(([, { fallback }]) => fallback !== undefined);
  return Object.fromEntries(given.map(([key, { fallback }]) => [key, fallback]));
}

function programPlace(root: string, main: string | undefined, file: string) {
  if (!main) return { programFolder: root, entryPoint: "." };
  const path = resolve(root, main);
  if (existsSync(path) && statSync(path).isDirectory()) return { programFolder: path, entryPoint: "." };
  // Node finds index.js for index, too.
  const found =
    existsSync(path) || [".js", ".ts"].some((end) => extname(path) === "" && existsSync(path + end));
  if (!found) {
    throw new Error(`${file}: main: ${path} does not exist; expected the program's folder or file`);
  }
  return { programFolder: dirname(path), entryPoint: path };
}

/** The folder of a backend such as `file://./state` or `file://~`; others are not for this engine. */
function fileBackend(file: string, backend: unknown): string | undefined {
  const url = isObject(backend) ? backend.url : undefined;
  if (typeof url !== "string" || !url.startsWith("file://")) return undefined;
  const path = url.slice("file://".length).split("?")[0]!;
  if (path === "") throw new Error(`${file}: backend.url: got ${show(url)}, expected file:// and a folder`);
  return path.startsWith("~") ? join(homedir(), path.slice(1)) : resolve(dirname(file), path);
}
