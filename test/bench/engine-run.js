// One measurement of the embedded engine in a process of its own, whose peak memory then is that of the measurement.
// Plain JavaScript: under tsx, every stack that the SDK notes would be mapped to its source.
// Arguments: what is measured, how many resources, how many runs, and a folder to work in. Prints JSON.
const { mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const docker = require("@pulumi/docker");
const {
  DOCKER_TYPES,
  FileBackend,
  LocalEngine,
  MemoryProvider,
  MemoryStore,
  TestStack,
} = require("@anew/engine");

const [kind, countText, runsText, folder] = process.argv.slice(2);
const count = Number(countText);
const runs = Number(runsText);

let change = 0;
const program = () => {
  for (let index = 0; index < count; index++) new docker.Volume(`volume-${index}`, { labels: labels() });
};
const labels = () => (change === 0 ? undefined : [{ label: "change", value: String(change) }]);

const MEASURES = {
  /** Previews and updates of what is as the program says, in this process. */
  async unchanged() {
    const store = new MemoryStore();
    const providers = { docker: () => new MemoryProvider({ types: DOCKER_TYPES, store }) };
    const stack = new TestStack({ program, providers, folder: __dirname });
    // Steps wait for the state to be written: many at once make it quickly.
    succeeded(await stack.up({ parallel: 1000 }));
    const preview = await repeat(async () => succeeded(await stack.preview(), "same"));
    const up = await repeat(async () => succeeded(await stack.up(), "same"));
    return { preview, up };
  },
  /** Updates of a program that differs each time. */
  async changed() {
    const store = new MemoryStore();
    const providers = { docker: () => new MemoryProvider({ types: DOCKER_TYPES, store }) };
    const stack = new TestStack({ program, providers, folder: __dirname });
    succeeded(await stack.up());
    const up = await repeat(async () => {
      change++;
      succeeded(await stack.up());
    });
    return { up };
  },
  /** The same program against a monitor that answers at once: what is left is the SDK's own. */
  async sdk() {
    const { runOnce } = require("./sdk-alone.js");
    return { preview: await repeat(() => runOnce(program)) };
  },
  /** Previews and updates of components whose program runs in a process of its own. */
  async process() {
    const backend = new FileBackend(join(folder, "state"));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "private": true, "main": "index.js" }');
    writeFileSync(
      join(folder, "Pulumi.yaml"),
      "name: many\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
    );
    const source = `const { ComponentResource } = require("@pulumi/pulumi");
      for (let index = 0; index < ${count}; index++) new ComponentResource("bench:index:Empty", "empty-" + index);`;
    writeFileSync(join(folder, "index.js"), source);
    const stack = new LocalEngine({ backend, passphrase: "" }).stack({ folder });
    await stack.import({ version: 3, deployment: deploymentOfComponents() });
    const preview = await repeat(async () => succeeded(await stack.preview(), "same"));
    const up = await repeat(async () => succeeded(await stack.up(), "same"));
    return { preview, up };
  },
};

function deploymentOfComponents() {
  const root = "urn:pulumi:dev::many::pulumi:pulumi:Stack::many-dev";
  const parts = Array.from({ length: count }, (_, index) => ({
    urn: `urn:pulumi:dev::many::bench:index:Empty::empty-${index}`,
    custom: false,
    type: "bench:index:Empty",
    parent: root,
  }));
  const manifest = { time: "2026-01-01T00:00:00Z", magic: "", version: "" };
  return { manifest, resources: [{ urn: root, custom: false, type: "pulumi:pulumi:Stack" }, ...parts] };
}

function succeeded({ error, changeSummary }, op) {
  if (error !== undefined) throw new Error(error);
  if (op && (changeSummary[op] ?? 0) < count)
    throw new Error(`not all ${op}: ${JSON.stringify(changeSummary)}`);
}

async function repeat(measured) {
  const times = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await measured();
    times.push(performance.now() - start);
  }
  return times;
}

MEASURES[kind]().then((milliseconds) => {
  const { maxRSS, userCPUTime } = process.resourceUsage();
  console.log(JSON.stringify({ milliseconds, peakMegabytes: maxRSS / 1024, cpuSeconds: userCPUTime / 1e6 }));
});
