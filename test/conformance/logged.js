// A dynamic resource that notes in effects.log, beside this file, what its provider is asked to do. Plain JavaScript,
// because the programs of the scenarios load it as it is.
const { appendFileSync, existsSync, readdirSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const pulumi = require("@pulumi/pulumi");

const note = (line) => appendFileSync(join(__dirname, "effects.log"), `${line}\n`);

/** Waits while there is a file `hold-<name>` beside this one, and tells so by a file `holding` with this process's id. */
async function held(name) {
  const hold = join(__dirname, `hold-${name}`);
  if (!existsSync(hold)) return;
  const holding = join(__dirname, "holding");
  writeFileSync(`${holding}.new`, String(process.pid));
  renameSync(`${holding}.new`, holding);
  while (existsSync(hold)) await new Promise((resolve) => setTimeout(resolve, 10));
  note(`went on with ${name}`);
  rmSync(holding, { force: true });
}

/** Waits until as many others as `together` says, itself included, have begun the same operation. */
async function meet(operation, { name, together }) {
  if (!together) return;
  const prefix = `met-${operation}-`;
  writeFileSync(join(__dirname, `${prefix}${name}`), "");
  const count = () => readdirSync(__dirname).filter((file) => file.startsWith(prefix)).length;
  while (count() < together) await new Promise((resolve) => setTimeout(resolve, 10));
}

function outputs(inputs) {
  const { fail, diff, ...rest } = inputs;
  return { ...rest, out: `out of ${JSON.stringify(inputs.value ?? null)}` };
}

function partially(id, inputs) {
  return Object.assign(new Error("half done"), { id, properties: outputs(inputs), reasons: ["because"] });
}

// How an operation fails is an input: `fail: "create"`, `fail: "partial-update"`; what the provider's own diff says
// is another one: `diff: { changes, replaces, deleteBeforeReplace }`. A deletion also fails while there is a file
// `fail-delete-<name>` beside this one.
const provider = {
  async check(_olds, news) {
    if (news.fail === "check") return { inputs: news, failures: [{ property: "value", reason: "refused" }] };
    return { inputs: news };
  },
  async diff(_id, _olds, news) {
    if (news.fail === "diff") throw new Error("diff refused");
    return news.diff ?? {};
  },
  async create(inputs) {
    note(`create ${inputs.name}`);
    await held(`create-${inputs.name}`);
    await meet("create", inputs);
    if (inputs.fail === "create") throw new Error("create refused");
    if (inputs.fail === "partial-create") throw partially(`id of ${inputs.name}`, inputs);
    return { id: `id of ${inputs.name}`, outs: outputs(inputs) };
  },
  async read(id, props) {
    note(`read ${id}`);
    await held("read");
    if (props.fail === "read") throw new Error("read refused");
    return { id, props: { ...props, out: "read" } };
  },
  async update(id, _olds, news) {
    note(`update ${news.name}`);
    await held(`update-${news.name}`);
    await meet("update", news);
    if (news.fail === "update") throw new Error("update refused");
    if (news.fail === "partial-update") throw partially(id, news);
    return { outs: outputs(news) };
  },
  async delete(_id, props) {
    note(`delete ${props.name}`);
    await held(`delete-${props.name}`);
    await meet("delete", props);
    if (props.failDelete || existsSync(join(__dirname, `fail-delete-${props.name}`))) {
      throw new Error("delete refused");
    }
  },
};

const code = `exports.handler = () => require(${JSON.stringify(__filename)}).provider;`;

class Logged extends pulumi.CustomResource {
  constructor(name, inputs = {}, options = {}) {
    super(
      "pulumi-nodejs:dynamic:Logged",
      name,
      { name, out: undefined, ...inputs, __provider: code },
      options,
    );
  }
}

module.exports = { Logged, code, held, provider };
