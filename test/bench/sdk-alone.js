// Runs a program in this process against a monitor that answers at once, so that only the SDK's own work is left.
const { createRequire } = require("node:module");
const sdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));
const { Empty } = sdk("google-protobuf/google/protobuf/empty_pb");
const engineMessages = sdk("./proto/engine_pb");
const messages = sdk("./proto/resource_pb");
const settings = sdk("./runtime/settings");
const state = sdk("./runtime/state");
const { runInPulumiStack } = sdk("./runtime/stack");

/** A method that answers in the next turn of the event loop, as one that waits for anything does. */
function answering(make) {
  return (request, ...rest) => setImmediate(() => rest.at(-1)(null, make(request)));
}

function registered(request) {
  const response = new messages.RegisterResourceResponse();
  response.setUrn(`urn:pulumi:dev::test::${request.getType()}::${request.getName()}`);
  response.setId("id");
  response.setObject(request.getObject());
  return response;
}

const supported = () => {
  const response = new messages.SupportsFeatureResponse();
  response.setHassupport(true);
  return response;
};
const nothing = answering(() => new Empty());
const monitor = {
  getDeploymentInfo: (...args) => args.at(-1)(Object.assign(new Error("unimplemented"), { code: 12 })),
  supportsFeature: answering(supported),
  registerResource: answering(registered),
  registerResourceOutputs: nothing,
  signalAndWaitForShutdown: nothing,
  close() {},
};
const engine = {
  setRootResource: answering(() => new engineMessages.SetRootResourceResponse()),
  getRootResource: answering(() => new engineMessages.GetRootResourceResponse()),
  log: nothing,
  close() {},
};

/** Resolves when the program and all that it registers is done. */
async function runOnce(program) {
  await state.withLocalStorage(async () => {
    settings.resetOptions("test", "dev", 0, "127.0.0.1:0", "127.0.0.1:0", true, "organization");
    Object.assign(state.getStore().settings, { monitor, engine });
    await runInPulumiStack(async () => program());
    await settings.waitForRPCs();
    await settings.disconnect(true);
  });
}

module.exports = { runOnce };
