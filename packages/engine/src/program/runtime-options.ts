import { isObject, show } from "./project-file";

/** How a project wants its program to be run: `runtime.options` of Pulumi.yaml. */
export interface RuntimeOptions {
  /** Whether TypeScript is compiled on the fly. @default true */
  readonly typescript: boolean;
  /** Path of a tsconfig.json, from the program's folder. @default the program's own */
  readonly tsconfig?: string;
  readonly nodeArguments: readonly string[];
  /** What installs the program's dependencies: for hints only, as nothing is installed here. @default "auto" */
  readonly packageManager: PackageManager;
}

const PACKAGE_MANAGERS = ["auto", "npm", "yarn", "pnpm", "bun"] as const;

export type PackageManager = (typeof PACKAGE_MANAGERS)[number];

/**
 * Reads `runtime` of a Pulumi.yaml.
 * @param file - its path, for messages
 * @throws Error on a runtime other than Node and on options of the wrong kind
 */
export function readRuntime(file: string, runtime: unknown): RuntimeOptions {
  const name = isObject(runtime) ? runtime.name : runtime;
  if (name !== "nodejs") {
    const fix = name === undefined ? 'add "runtime: nodejs"' : "run the program with the Pulumi CLI";
    throw new Error(`${file}: runtime: got ${show(name)}; this engine runs only "nodejs": ${fix}`);
  }
  const options = isObject(runtime) && isObject(runtime.options) ? runtime.options : {};
  const wrong = (option: string, expected: string) =>
    new Error(`${file}: runtime.options.${option}: got ${show(options[option])}, expected ${expected}`);
  const { typescript = true, tsconfig, nodeargs = "", packagemanager = "auto" } = options;
  if (typeof typescript !== "boolean") throw wrong("typescript", "true or false");
  if (tsconfig !== undefined && typeof tsconfig !== "string") throw wrong("tsconfig", "a path");
  if (typeof nodeargs !== "string") throw wrong("nodeargs", 'a text such as "--max-old-space-size=4096"');
  if (!isPackageManager(packagemanager)) throw wrong("packagemanager", PACKAGE_MANAGERS.join(", "));
  const nodeArguments = words(nodeargs);
  if (!nodeArguments) throw wrong("nodeargs", "every quote to be closed");
  return {
    typescript,
    ...(tsconfig === undefined ? {} : { tsconfig }),
    nodeArguments,
    packageManager: packagemanager,
  };
}

function isPackageManager(value: unknown): value is PackageManager {
  return PACKAGE_MANAGERS.some((name) => name === value);
}

/** Words as a shell splits them; undefined when a quote is left open. */
function words(text: string): string[] | undefined {
  const result: string[] = [];
  const pattern = /\s*((?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+)/y;
  const rest = text.trimEnd();
  while (pattern.lastIndex < rest.length) {
    const word = pattern.exec(rest)?.[1];
    if (word === undefined) return undefined;
    const plain = word.replace(
      /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g,
      (_, single?: string, double?: string, escaped?: string) =>
        single ?? double?.replace(/\\(["\\$`])/g, "$1") ?? escaped ?? "",
    );
    result.push(plain);
  }
  return result;
}
