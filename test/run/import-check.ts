import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { preProcessFile } from "typescript";

/** The arrows of the design: each package with those of its siblings that it may use. Targets may use core and images; the command may use all. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  images: ["core"],
  docker: ["core", "images"],
  kubernetes: ["core", "images"],
  aws: ["core", "images"],
  azure: ["core", "images"],
  gcp: ["core", "images"],
  engine: ["core"],
  policy: ["core"],
  cli: ["core", "images", "docker", "kubernetes", "aws", "azure", "gcp", "engine", "policy"],
};

/** What core may use from outside. */
const CORE_DEPENDENCIES = ["@pulumi/pulumi"];

const SCOPE = "@anew/";

interface Manifest {
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/**
 * What the linter cannot see of the rules for imports: the arrows between packages, no deep imports across packages,
 * nothing but Pulumi in core. (Cycles and undeclared dependencies are the linter's.)
 *
 * @returns one line per violation
 */
export function importProblems(root: string): readonly string[] {
  return folders(join(root, "packages")).flatMap((name) => {
    const folder = join(root, "packages", name);
    const allowed = ARROWS[name];
    if (allowed === undefined) return [`packages/${name}: not in the table of test/run/import-check.ts`];
    return [
      ...manifestProblems(root, name, allowed),
      ...sources(join(folder, "src")).flatMap((file) => fileProblems(root, name, file, allowed)),
      ...sources(join(folder, "test")).flatMap((file) => fileProblems(root, name, file, undefined)),
    ];
  });
}

function manifestProblems(root: string, name: string, allowed: readonly string[]): readonly string[] {
  const { dependencies = {}, peerDependencies = {} } = manifest(root, name);
  return Object.keys({ ...dependencies, ...peerDependencies }).flatMap((dependency) => {
    const at = `packages/${name}/package.json`;
    if (dependency.startsWith(SCOPE) && !allowed.includes(dependency.slice(SCOPE.length))) {
      return [`${at}: ${name} must not depend on ${dependency}`];
    }
    const foreign = name === "core" && !CORE_DEPENDENCIES.includes(dependency);
    return foreign
      ? [`${at}: core depends on ${CORE_DEPENDENCIES.join(", ")} only, not on ${dependency}`]
      : [];
  });
}

/** @param allowed the siblings that the file may use; `undefined` in tests, which may use all */
function fileProblems(
  root: string,
  name: string,
  file: string,
  allowed: readonly string[] | undefined,
): readonly string[] {
  const at = relative(root, file);
  const imports = preProcessFile(readFileSync(file, "utf8"), true, true).importedFiles;
  return imports.flatMap(({ fileName: specifier }) => {
    if (specifier.startsWith(".")) return relativeProblem(root, name, file, specifier);
    const [scope, sibling = "", ...rest] = specifier.split("/");
    if (`${scope}/` === SCOPE) {
      if (allowed !== undefined && sibling !== name && !allowed.includes(sibling)) {
        return [`${at}: ${name} must not import ${specifier}`];
      }
      const path = rest.length === 0 ? "." : `./${rest.join("/")}`;
      const known = Object.keys(manifest(root, sibling).exports ?? {}).includes(path);
      return known ? [] : [`${at}: ${specifier} is not among what @anew/${sibling} exports`];
    }
    const core = name === "core" && allowed !== undefined;
    return core && !isFineInCore(specifier) ? [`${at}: core must not import ${specifier}`] : [];
  });
}

function relativeProblem(root: string, name: string, file: string, specifier: string): readonly string[] {
  const target = relative(join(root, "packages"), resolve(dirname(file), specifier)).split(sep);
  const other = target[0] !== ".." && target[0] !== name;
  // Tests share the helpers in test/; published code stays in its folder.
  const leaves = target[0] === ".." && file.startsWith(join(root, "packages", name, "src") + sep);
  return other || leaves ? [`${relative(root, file)}: ${specifier} leaves its package`] : [];
}

function isFineInCore(specifier: string): boolean {
  const builtIn = specifier.startsWith("node:") || builtinModules.includes(specifier);
  return builtIn || CORE_DEPENDENCIES.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}

function manifest(root: string, name: string): Manifest {
  const file = join(root, "packages", name, "package.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Manifest) : {};
}

function folders(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function sources(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.[cm]?tsx?$/.test(path) && !path.split(sep).includes("node_modules"))
    .map((path) => join(folder, path))
    .sort();
}
