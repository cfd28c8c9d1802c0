import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The program, as a user would begin: all three packages, no settings. */
const INDEX = `import { formatDuration } from "@anew/core";
import { BlueGreenGroup } from "@anew/docker";
import { ImageBuild } from "@anew/images";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const nodeImage = config.get("nodeImage");
const image = new ImageBuild("packed", {
    context: "./app",
    ...(nodeImage && { buildArgs: { NODE_IMAGE: nodeImage } }),
});
const web = new BlueGreenGroup("packed", {
    image,
    port: 8080,
    env: { DRAIN: formatDuration(5000) },
    secretEnv: { TOKEN: config.requireSecret("token") },
    healthCheck: { path: "/", interval: "50 milliseconds", healthyAfter: 1, timeout: "30 seconds" },
    drainTimeout: "2 seconds",
    gracePeriod: "1 second",
    listen: { port: config.requireNumber("port") },
});

export const url = web.url;
export const generation = web.generation;
`;

const SERVER = `require("node:http").createServer((_, answer) => answer.end("hello")).listen(8080);
process.on("SIGTERM", () => process.exit(0));
`;

const DOCKERFILE = `ARG NODE_IMAGE=scratch
FROM \${NODE_IMAGE}
COPY server.js /srv/server.js
CMD ["node", "/srv/server.js"]
`;

/** `tsconfig.json` of `pulumi new typescript`. @see https://github.com/pulumi/templates/blob/master/typescript/tsconfig.json */
const TSCONFIG = {
  compilerOptions: {
    strict: true,
    outDir: "bin",
    target: "es2020",
    module: "nodenext",
    moduleResolution: "nodenext",
    sourceMap: true,
    experimentalDecorators: true,
    pretty: true,
    noFallthroughCasesInSwitch: true,
    noImplicitReturns: true,
    forceConsistentCasingInFileNames: true,
  },
  files: ["index.ts"],
};

/** What the template said until TypeScript 6 gave up "node"; most programs in use are laid out like this. */
export const OLD_COMPILER_OPTIONS = {
  ...TSCONFIG.compilerOptions,
  module: "commonjs",
  moduleResolution: "node",
};

export interface ProgramLayout {
  readonly folder: string;
  readonly name: string;
  readonly packageManager: string;
  /** The registry of the scope @anew. */
  readonly registry: string;
  /** Versions by package, for package.json. */
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** A program laid out as `pulumi new typescript` does it. */
export function writeProgram(layout: ProgramLayout): void {
  const { folder, name, packageManager, registry, dependencies, devDependencies } = layout;
  mkdirSync(join(folder, "app"), { recursive: true });
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  const yaml = ["runtime:", "  name: nodejs", "  options:", `    packagemanager: ${packageManager}`];
  write("Pulumi.yaml", [`name: ${name}`, "description: A fresh program", ...yaml, ""].join("\n"));
  write(
    "package.json",
    JSON.stringify({ name, main: "index.ts", devDependencies, dependencies }, undefined, 4),
  );
  write("tsconfig.json", JSON.stringify(TSCONFIG, undefined, 4));
  write(".npmrc", `@anew:registry=${registry}\n`); // the only thing that a published package would not need
  write("index.ts", INDEX);
  write("app/server.js", SERVER);
  write("app/Dockerfile", DOCKERFILE);
}

/** The same program as an ECMAScript module. */
export function makeModule(folder: string): void {
  const file = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as object;
  writeFileSync(file, JSON.stringify({ ...manifest, type: "module" }, undefined, 4));
}
