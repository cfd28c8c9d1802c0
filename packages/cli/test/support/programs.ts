/** Two dynamic resources, the second of which needs the first. */
export const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const config = new pulumi.Config();
const code = "exports.handler = () => require(process.cwd() + '/provider.js');";
class Resource extends pulumi.CustomResource {
  constructor(name, props, opts) {
    super("pulumi-nodejs:dynamic:Resource", name, { name, ...props, out: undefined, __provider: code }, opts);
  }
}
const slow = new Resource("slow", { value: config.get("value") ?? "1", password: config.getSecret("password") });
new Resource("after", { value: slow.out });
exports.out = slow.out;
exports.password = config.getSecret("password") ?? "none";
`;

/**
 * Notes what is done. While there is a file "hold", "slow" waits for each of the files "go-1", "go-2", … and "go", and
 * tells its progress through the engine's log before each.
 */
export const PROVIDER = `
const { appendFileSync, existsSync, watch } = require("node:fs");
const note = (line) => appendFileSync("effects.log", line + "\\n");
const appears = (file) => new Promise((resolve) => {
  const watcher = watch(".", () => { if (existsSync(file)) { watcher.close(); resolve(); } });
  if (existsSync(file)) { watcher.close(); resolve(); }
});
const progress = (name, message) => {
  const grpc = require("@grpc/grpc-js");
  const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
  const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb");
  const request = new LogRequest();
  request.setSeverity(LogSeverity.INFO);
  request.setUrn("urn:pulumi:dev::cli::pulumi-nodejs:dynamic:Resource::" + name);
  request.setMessage(message);
  request.setEphemeral(true);
  const client = new EngineClient(process.argv[2], grpc.credentials.createInsecure());
  return new Promise((resolve) => client.log(request, () => resolve()));
};
const wait = async (name) => {
  if (!existsSync("hold")) return;
  note("waiting");
  for (const step of [1, 2]) {
    if (!existsSync("hold-" + step)) continue;
    await progress(name, "waiting for go-" + step);
    await appears("go-" + step);
  }
  await appears("go");
};
module.exports = {
  async create(inputs) {
    if (inputs.name === "slow") await wait(inputs.name);
    note("create " + inputs.name);
    if (inputs.value === "bad") throw new Error("create refused");
    return { id: inputs.name, outs: { ...inputs, out: "out of " + inputs.value } };
  },
  async update(id, olds, news) {
    note("update " + news.name);
    return { outs: { ...news, out: "out of " + news.value } };
  },
  async delete(id, props) { note("delete " + props.name); },
};
`;

export const FILES = { "index.js": PROGRAM, "provider.js": PROVIDER, "effects.log": "" };
