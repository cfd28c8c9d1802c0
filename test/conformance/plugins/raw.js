// A plugin that serves the protocol itself and notes each call with what it carries. What it answers, and how it fails,
// stands in behaviour.json and in the inputs of its resources.
const { createRequire } = require("node:module");
const messages = require("@pulumi/pulumi/proto/provider_pb");
const services = require("@pulumi/pulumi/proto/provider_grpc_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");
const { Status } = require("@pulumi/pulumi/proto/status_pb");
const { behaviour, nameOf, note, text, SIGNATURE, UNKNOWN } = require("./notes");

const sdk = createRequire(require.resolve("@pulumi/pulumi"));
const grpc = sdk("@grpc/grpc-js");
const { Struct } = sdk("google-protobuf/google/protobuf/struct_pb");
const { Empty } = sdk("google-protobuf/google/protobuf/empty_pb");
const { Any } = sdk("google-protobuf/google/protobuf/any_pb");

const struct = (value) => Struct.fromJavaScript(value);
const plain = (message) => message?.toJavaScript();
const lists = (object) =>
  Object.fromEntries(
    Object.entries(object).filter(
      ([, value]) => value !== undefined && value !== "" && value !== false && value?.length !== 0,
    ),
  );
const notes = (name, details) => note(`raw ${name} ${text(lists(details))}`);
const unimplemented = () =>
  Object.assign(new Error("not here"), { code: grpc.status.UNIMPLEMENTED, details: "not here" });
const features = () => ({
  secrets: true,
  resources: true,
  outputs: true,
  preview: true,
  ...behaviour().features,
});

function refuse(what) {
  const { fail, die } = behaviour();
  if (die === what) process.exit(3);
  if (fail === what) throw new Error(`${what} refused`);
}

// Inputs that say what to answer; they may be secret as a whole.
const bare = (value) => (value?.[SIGNATURE] && "value" in value ? value.value : value);

function outputsOf(inputs, preview) {
  const { diff, fail, ...rest } = inputs;
  return { ...rest, out: preview ? UNKNOWN : `out of ${text(bare(inputs.value) ?? null)}` };
}

function failsAs(inputs, what, id) {
  const fail = bare(inputs.fail);
  if (fail === `${what} dies`) process.exit(3);
  if (fail === what) throw new Error(`${what} refused`);
  if (fail === `partial ${what}`) {
    const failed = new messages.ErrorResourceInitFailed();
    failed.setId(id);
    failed.setProperties(struct(outputsOf(inputs, false)));
    failed.setInputs(struct(inputs));
    failed.setReasonsList(["first reason", "second reason"]);
    const any = new Any();
    any.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new Status();
    status.setCode(grpc.status.UNKNOWN);
    status.setMessage("half done");
    status.addDetails(any);
    const metadata = new grpc.Metadata();
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
    throw Object.assign(new Error("half done"), {
      code: grpc.status.UNKNOWN,
      details: "half done",
      metadata,
    });
  }
}

const CHANGES = { none: 1, some: 2 };
const KINDS = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"];

function diffResponse(diff) {
  const response = new messages.DiffResponse();
  response.setChanges(CHANGES[diff.changes] ?? 0);
  response.setReplacesList(diff.replaces ?? []);
  response.setStablesList(diff.stables ?? []);
  response.setDiffsList(diff.diffs ?? []);
  response.setDeletebeforereplace(diff.deleteBeforeReplace ?? false);
  if (diff.detailed) response.setHasdetaileddiff(true);
  for (const [path, kind] of Object.entries(diff.detailed ?? {})) {
    const property = new messages.PropertyDiff();
    property.setKind(KINDS.indexOf(kind));
    property.setInputdiff(true);
    response.getDetaileddiffMap().set(path, property);
  }
  return response;
}

function checkResponse(inputs, failures = []) {
  const response = new messages.CheckResponse();
  response.setInputs(struct(inputs));
  response.setFailuresList(
    failures.map(({ property, reason }) => {
      const failure = new messages.CheckFailure();
      failure.setProperty(property);
      failure.setReason(reason);
      return failure;
    }),
  );
  return response;
}

const methods = {
  handshake(request) {
    const { handshake = true } = behaviour();
    notes("Handshake", {
      engine: request.getEngineAddress() !== "",
      root: request.hasRootDirectory(),
      program: request.hasProgramDirectory(),
      configureWithUrn: request.getConfigureWithUrn(),
      views: request.getSupportsViews(),
      refreshBeforeUpdate: request.getSupportsRefreshBeforeUpdate(),
      invokeWithPreview: request.getInvokeWithPreview(),
      acceptsByteString: request.getAcceptsByteString(),
      sendsOldOutputsToCheck: request.getSendsOldOutputsToCheck(),
      acceptsOutputsInInvoke: request.getAcceptsOutputsInInvoke(),
      acceptsOutputsInCall: request.getAcceptsOutputsInCall(),
      acceptsOutputsInCheck: request.getAcceptsOutputsInCheck(),
    });
    refuse("Handshake");
    if (!handshake) throw unimplemented();
    const { secrets, resources, outputs, autonaming } = features();
    const response = new messages.ProviderHandshakeResponse();
    response.setAcceptSecrets(secrets);
    response.setAcceptResources(resources);
    response.setAcceptOutputs(outputs);
    response.setSupportsAutonamingConfiguration(autonaming ?? false);
    return response;
  },
  attach(request) {
    notes("Attach", { address: request.getAddress() !== "" });
    return new Empty();
  },
  getPluginInfo() {
    notes("GetPluginInfo", {});
    refuse("GetPluginInfo");
    const info = new PluginInfo();
    info.setVersion(behaviour().version ?? "1.2.3");
    return info;
  },
  getSchema() {
    notes("GetSchema", {});
    const response = new messages.GetSchemaResponse();
    response.setSchema("{}");
    return response;
  },
  parameterize(request) {
    const value = request.getValue();
    notes("Parameterize", {
      args: request.getArgs()?.getArgsList(),
      name: value?.getName(),
      version: value?.getVersion(),
      value: value && Buffer.from(value.getValue_asU8()).toString(),
    });
    refuse("Parameterize");
    const response = new messages.ParameterizeResponse();
    response.setName(behaviour().parameterizedName ?? value?.getName() ?? "");
    response.setVersion(value?.getVersion() ?? "0.0.1");
    return response;
  },
  checkConfig(request) {
    const news = plain(request.getNews());
    const named = { name: request.getName(), type: request.getType() };
    notes("CheckConfig", { of: nameOf(request.getUrn()), ...named, olds: plain(request.getOlds()), news });
    if (behaviour().bareConfig) throw unimplemented();
    refuse("CheckConfig");
    if (news.refused) return checkResponse(news, [{ property: "refused", reason: "it is refused" }]);
    return checkResponse({ ...news, ...behaviour().configDefaults });
  },
  diffConfig(request) {
    const news = plain(request.getNews());
    notes("DiffConfig", {
      of: nameOf(request.getUrn()),
      oldInputs: plain(request.getOldInputs()),
      olds: plain(request.getOlds()),
      news,
      ignoreChanges: request.getIgnorechangesList(),
    });
    if (behaviour().bareConfig) throw unimplemented();
    refuse("DiffConfig");
    const changed = plain(request.getOldInputs())?.region !== news.region;
    return diffResponse(changed ? { changes: "some", replaces: ["region"] } : (behaviour().configDiff ?? {}));
  },
  configure(request) {
    notes("Configure", {
      of: nameOf(request.getUrn() ?? ""),
      name: request.getName(),
      type: request.getType(),
      id: request.getId(),
      args: plain(request.getArgs()),
      variables: Object.fromEntries(request.getVariablesMap().entries()),
      acceptSecrets: request.getAcceptsecrets(),
      acceptResources: request.getAcceptresources(),
      sendsOldInputs: request.getSendsOldInputs(),
      sendsOldInputsToDelete: request.getSendsOldInputsToDelete(),
    });
    refuse("Configure");
    const { secrets, resources, outputs, preview } = features();
    const response = new messages.ConfigureResponse();
    response.setAcceptsecrets(secrets);
    response.setAcceptresources(resources);
    response.setAcceptoutputs(outputs);
    response.setSupportspreview(preview);
    return response;
  },
  check(request) {
    const news = plain(request.getNews());
    notes("Check", {
      of: nameOf(request.getUrn()),
      olds: plain(request.getOlds()),
      news,
      oldOutputs: plain(request.getOldOutputs?.()),
      seed: request.getRandomseed_asU8().length,
    });
    failsAs(news, "check");
    if (bare(news.fail) === "refused") {
      return checkResponse(news, [
        { property: "value", reason: "too small" },
        { property: "", reason: "all wrong" },
      ]);
    }
    return checkResponse({ ...news, ...behaviour().defaults });
  },
  diff(request) {
    const news = plain(request.getNews());
    notes("Diff", {
      of: nameOf(request.getUrn()),
      id: request.getId(),
      oldInputs: plain(request.getOldInputs()),
      olds: plain(request.getOlds()),
      news,
      ignoreChanges: request.getIgnorechangesList(),
    });
    failsAs(news, "diff");
    return diffResponse(bare(news.diff) ?? {});
  },
  create(request) {
    const inputs = plain(request.getProperties());
    const preview = request.getPreview();
    const name = nameOf(request.getUrn());
    notes("Create", { of: name, inputs, timeout: request.getTimeout() || undefined, preview });
    failsAs(inputs, "create", `id of ${name}`);
    const response = new messages.CreateResponse();
    if (bare(inputs.fail) !== "no id") response.setId(preview ? "" : `id of ${name}`);
    response.setProperties(struct({ ...outputsOf(inputs, preview), ...behaviour().outputs }));
    return response;
  },
  read(request) {
    const inputs = plain(request.getInputs());
    const state = plain(request.getProperties());
    const name = nameOf(request.getUrn());
    notes("Read", { of: name, id: request.getId(), inputs, state });
    refuse("Read");
    const { gone, id, live, liveInputs, fail } = { ...behaviour(), ...behaviour().reads?.[name] };
    if (fail) failsAs({ ...state, ...live, fail }, "read", request.getId());
    const response = new messages.ReadResponse();
    if (request.getId() === "gone" || gone) return response;
    response.setId(id ?? request.getId());
    response.setProperties(struct({ ...state, ...live }));
    if (inputs || liveInputs) response.setInputs(struct({ ...inputs, ...liveInputs }));
    return response;
  },
  update(request) {
    const news = plain(request.getNews());
    const preview = request.getPreview();
    notes("Update", {
      of: nameOf(request.getUrn()),
      id: request.getId(),
      oldInputs: plain(request.getOldInputs()),
      olds: plain(request.getOlds()),
      news,
      timeout: request.getTimeout() || undefined,
      ignoreChanges: request.getIgnorechangesList(),
      preview,
    });
    failsAs(news, "update", request.getId());
    const response = new messages.UpdateResponse();
    response.setProperties(struct({ ...outputsOf(news, preview), ...behaviour().outputs }));
    return response;
  },
  delete(request) {
    const state = plain(request.getProperties());
    notes("Delete", {
      of: nameOf(request.getUrn()),
      id: request.getId(),
      oldInputs: plain(request.getOldInputs()),
      state,
      timeout: request.getTimeout() || undefined,
    });
    refuse("Delete");
    return new Empty();
  },
  invoke(request) {
    const args = plain(request.getArgs());
    notes("Invoke", { token: request.getTok(), args, preview: request.getPreview() });
    const response = new messages.InvokeResponse();
    if (args.fail) throw new Error("invoke refused");
    response.setReturn(struct({ ...args, answer: 42, ...behaviour().answer }));
    if (args.refused)
      response.setFailuresList(checkResponse({}, [{ property: "refused", reason: "no" }]).getFailuresList());
    return response;
  },
  call(request) {
    const args = plain(request.getArgs());
    const dependencies = Object.fromEntries(
      [...request.getArgdependenciesMap().entries()].map(([key, list]) => [
        key,
        list.getUrnsList().map(nameOf),
      ]),
    );
    notes("Call", {
      token: request.getTok(),
      args,
      dependencies,
      project: request.getProject(),
      stack: request.getStack(),
      organization: request.getOrganization(),
      config: Object.fromEntries(request.getConfigMap().entries()),
      preview: request.getDryrun(),
      acceptsOutputValues: request.getAcceptsOutputValues(),
      monitor: request.getMonitorendpoint() !== "",
    });
    if (args.fail) throw new Error("call refused");
    const response = new messages.CallResponse();
    const { __self__: _, ...rest } = args;
    response.setReturn(struct({ ...rest, answer: 42 }));
    if (args.refused)
      response.setFailuresList(checkResponse({}, [{ property: "refused", reason: "no" }]).getFailuresList());
    return response;
  },
  cancel() {
    notes("Cancel", {});
    return new Empty();
  },
};

const answer = (name) => (call, done) => {
  try {
    done(null, methods[name](call.request));
  } catch (error) {
    done(
      error.code === undefined ? { code: grpc.status.UNKNOWN, details: error.message } : error,
      null,
      error.metadata,
    );
  }
};

const start = behaviour().start;
if (start === "nonsense") {
  console.log("hello, this is no port");
  setInterval(() => {}, 1000);
} else if (start === "exit") {
  console.error("cannot start: no licence");
  process.exit(4);
} else if (start === "nobody") {
  console.log("1");
  setInterval(() => {}, 1000);
} else {
  note("raw start");
  const limit = 400 * 1024 * 1024;
  const server = new grpc.Server({
    "grpc.max_receive_message_length": limit,
    "grpc.max_send_message_length": limit,
  });
  server.addService(
    services.ResourceProviderService,
    Object.fromEntries(Object.keys(methods).map((name) => [name, answer(name)])),
  );
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(port);
  });
}
