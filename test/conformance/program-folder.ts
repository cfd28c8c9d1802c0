import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { anywhere } from "./normal-state";
import type { Scenario } from "./scenario";

/** Below the workspace's test folder, so that programs find its packages. */
const WORK = join(__dirname, "..", ".anew", "conformance");

/** A scenario's program as a folder that any engine can run. */
export class ProgramFolder {
  readonly folder: string;

  constructor(
    readonly scenario: Pick<Scenario, "name" | "program">,
    engine: string,
  ) {
    this.folder = join(WORK, `${engine}-${scenario.name}-${process.pid}`);
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
    this.write(
      "Pulumi.yaml",
      "name: conformance\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
    );
    this.write("package.json", '{ "name": "conformance", "main": "index.js", "private": true }\n');
    this.write("index.js", programSource(scenario.program));
    this.write("logged.js", readFileSync(join(__dirname, "logged.js"), "utf8"));
    this.write("resources.js", readFileSync(join(__dirname, "plugins", "resources.js"), "utf8"));
    this.write("effects.log", "");
  }

  /** The provider's notes since the last call. */
  takeEffects(): string[] {
    const file = join(this.folder, "effects.log");
    const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
    writeFileSync(file, "");
    return lines.map(anywhere);
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function programSource(body: string): string {
  return `const pulumi = require("@pulumi/pulumi");
const { Logged, provider } = require("./logged");
const { behave, Raw, RawProvider, Kit, KitProvider, KitGroup } = require("./resources");
module.exports = async () => {
  const config = new pulumi.Config();
  const step = config.requireNumber("step");
${body}
};
`;
}
