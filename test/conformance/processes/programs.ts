import type { ProcessCommand, ProcessScenario } from "./process-scenario";

const up: ProcessCommand = { run: "up" };

/** A whole program in CommonJS. */
const plain = (source: string) => ({
  "index.js": `const pulumi = require("@pulumi/pulumi");
const { Logged, held } = require("./logged");
const step = new pulumi.Config().requireNumber("step");
${source}
`,
});

const TYPESCRIPT = {
  "Pulumi.yaml": "name: conformance\nruntime: nodejs\n",
  "package.json": '{ "name": "conformance", "main": "index.ts", "private": true }\n',
  "tsconfig.json":
    '{ "compilerOptions": { "strict": true, "target": "es2022", "module": "commonjs", "moduleResolution": "node10", "ignoreDeprecations": "6.0", "types": [] } }\n',
};

/** How programs end, well or badly. */
export const programs: readonly ProcessScenario[] = [
  {
    name: "program-that-throws-at-once",
    program: plain(`new Logged("a");
throw new Error("broken program");`),
    commands: [up],
  },
  {
    name: "program-with-an-unhandled-rejection",
    program: plain(`const a = new Logged("a");
if (step === 1) Promise.reject(new Error("nobody listens"));
if (step === 2) a.out.apply(() => { Promise.reject(new Error("nobody listens")); });`),
    commands: [up, up, up],
  },
  {
    name: "program-with-an-uncaught-exception-later",
    program: plain(`const a = new Logged("a");
a.out.apply(() => { setTimeout(() => { throw new Error("too late"); }, 1); });`),
    commands: [up],
  },
  {
    // Resources that the program registered are made or not, depending on who is faster; nothing is deleted in any case.
    name: "program-that-exits-early",
    program: plain(`if (step === 1) new Logged("old");
else { new Logged("old").urn.apply(() => process.exit([0, 1, 7][step - 2])); }`),
    commands: [up, up, up, up],
  },
  {
    name: "program-that-exits-before-anything",
    program: plain(`if (step > 1) process.exit([0, 7][step - 2]);
new Logged("a");`),
    commands: [up, up, up],
  },
  {
    name: "program-with-an-exit-code",
    program: plain(`new Logged("a");
process.exitCode = 3;`),
    commands: [up],
  },
  {
    name: "program-that-waits-for-nothing",
    program: `
  const a = new Logged("a");
  await new Promise(() => {});`,
    commands: [up, up],
  },
  {
    name: "program-that-leaves-promises-open",
    program: plain(`new Logged("a");
new Promise(() => {});
module.exports = { never: 1 };`),
    commands: [up],
  },
  {
    name: "program-with-an-output-that-never-comes",
    program: plain(`new Logged("a");
exports.never = pulumi.output(new Promise(() => {}));`),
    commands: [up],
  },
  {
    name: "program-that-hangs-and-is-interrupted",
    program: `
  const a = new Logged("a");
  await new Promise((resolve) => a.out.apply(resolve));
  setInterval(() => {}, 1000);
  await held("program");
  await new Promise(() => {});`,
    commands: [{ run: "up", hold: "program", blows: ["interrupt", "wait for the end"] }, { run: "destroy" }],
  },
  {
    name: "program-that-prints-much",
    program: plain(`for (let i = 0; i < 20000; i++) {
  console.log("line " + i + " " + "x".repeat(60));
  console.error("error " + i);
}
process.stdout.write("no newline at the end");
new Logged("a");`),
    commands: [up],
  },
  {
    name: "program-that-logs-an-error",
    program: plain(`const a = new Logged("a");
if (step === 2) pulumi.log.error("something is wrong", a);
if (step === 3) pulumi.log.warn("something is odd", a);
if (step > 1) a.out.apply((out) => new Logged("b", { value: out }));`),
    commands: [up, up, up],
  },
  {
    name: "program-that-registers-later",
    program: `
  await new Promise((resolve) => setTimeout(resolve, 50));
  const a = new Logged("a");
  await new Promise((resolve) => a.out.apply(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  new Logged("b");
  a.out.apply(() => { setTimeout(() => new Logged("c"), 1); });`,
    commands: [up],
  },
  {
    name: "program-that-ends-while-a-create-is-under-way",
    program: plain(`new Logged("a");`),
    commands: [{ run: "up", hold: "create-a" }, up],
  },
  {
    name: "program-exports",
    program: plain(`const a = new Logged("a");
if (step === 1) { exports.out = a.out; exports.deep = { list: [a.out] }; exports.nothing = undefined; }
if (step === 2) module.exports = async () => ({ out: a.out, later: Promise.resolve("later") });
if (step === 3) module.exports = () => a.out.apply((out) => ({ out }));
if (step === 4) module.exports = Promise.resolve({ out: a.out });
if (step === 5) module.exports = "text";`),
    commands: [up, up, up, up, up],
  },
  {
    // Exports of both kinds are refused.
    name: "program-in-a-module-with-a-default-export-and-others",
    program: {
      "package.json": '{ "name": "conformance", "main": "index.js", "type": "module", "private": true }\n',
      "index.js": `export const one = 1;
export default { two: 2 };
`,
    },
    commands: [up],
  },
  {
    name: "program-in-a-module",
    program: {
      "package.json": '{ "name": "conformance", "main": "index.js", "type": "module", "private": true }\n',
      "logged.js": "",
      "index.js": `import * as pulumi from "@pulumi/pulumi";
import { createRequire } from "node:module";
const a = new pulumi.ComponentResource("test:index:Box", "a");
await new Promise((resolve) => setTimeout(resolve, 10));
const b = new pulumi.ComponentResource("test:index:Box", "b", {}, { parent: a });
export const urn = b.urn;
export const list = [1, 2];
`,
    },
    commands: [up],
  },
  {
    name: "program-in-typescript",
    program: {
      ...TYPESCRIPT,
      "index.ts": `import * as pulumi from "@pulumi/pulumi";
const step: number = new pulumi.Config().requireNumber("step");
const box = new pulumi.ComponentResource("test:index:Box", "a");
export const urn: pulumi.Output<string> = box.urn;
`,
    },
    commands: [up],
  },
  {
    name: "program-with-a-type-error",
    program: {
      ...TYPESCRIPT,
      "index.ts": `import * as pulumi from "@pulumi/pulumi";
const text: string = 42;
new pulumi.ComponentResource("test:index:Box", "a");
`,
    },
    commands: [up],
  },
  {
    name: "program-with-a-syntax-error",
    program: { "index.js": "const = ;\n" },
    commands: [{ run: "preview" }, up],
  },
  {
    name: "program-that-is-not-there",
    program: {
      "package.json": '{ "name": "conformance", "main": "missing.js", "private": true }\n',
      "index.js": "",
    },
    commands: [up],
  },
  {
    name: "program-whose-module-is-missing",
    program: plain(`require("a-package-that-nobody-has");`),
    commands: [up],
  },
  {
    name: "program-that-is-killed",
    program: `
  const a = new Logged("a");
  await new Promise((resolve) => a.out.apply(resolve));
  if (step === 1) process.kill(process.pid, "SIGKILL");
  new Logged("b");`,
    commands: [up, up],
  },
  {
    name: "program-that-is-killed-while-a-create-is-under-way",
    program: `
  const a = new Logged("a");
  new Logged("b", { value: a.out });`,
    commands: [{ run: "up", hold: "create-a", blows: ["kill the program"] }, up],
  },
];
