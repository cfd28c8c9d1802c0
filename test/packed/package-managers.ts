/** How a package manager installs what package.json says, and adds a package for development. Each is had through npm. */
export interface PackageManager {
  readonly name: "npm" | "pnpm" | "yarn";
  readonly install: readonly string[];
  addForDevelopment(packages: readonly string[]): readonly string[];
  /** Where the manager would take a package of an earlier run for this one's, because name and version are the same. */
  forget?(packages: readonly string[]): readonly string[];
}

const NPM = ["npm", "install", "--no-audit", "--no-fund", "--prefer-offline"];

// pnpm fails after the installation when a package's build script awaits approval, as protobufjs' of @pulumi/pulumi does: with or
// without Anew, whose own dependencies need none.
const PNPM = ["npx", "-y", "pnpm@12", "--config.strict-dep-builds=false", "--prefer-offline"];

// Yarn refuses @pulumi/pulumi on a Node older than it asks for, which npm and pnpm only mention.
const OLD_NODE = Number(process.versions.node.split(".")[0]) < 22;
const YARN = ["npx", "-y", "yarn@1.22.22", "--prefer-offline", "--non-interactive"];
const YARN_HERE = OLD_NODE ? [...YARN, "--ignore-engines"] : YARN;

export const PACKAGE_MANAGERS: readonly PackageManager[] = [
  {
    name: "npm",
    install: NPM,
    addForDevelopment: (packages) => [...NPM, "--save-dev", ...packages],
  },
  {
    name: "pnpm",
    install: [...PNPM, "install"],
    addForDevelopment: (packages) => [...PNPM, "add", "--save-dev", ...packages],
  },
  {
    name: "yarn",
    install: [...YARN_HERE, "install"],
    addForDevelopment: (packages) => [...YARN_HERE, "add", "--dev", ...packages],
    forget: (packages) => [...YARN, "cache", "clean", ...packages],
  },
];
