import { expect } from "chai";
import { CONTAINER } from "../src/providers/docker/container-schema";
import { NETWORK } from "../src/providers/docker/network-schema";
import { checkInputs } from "../src/providers/schema/check-inputs";
import { diffResource } from "../src/providers/schema/diff-resource";
import { plan } from "../src/providers/schema/plan";
import type { ResourceSchema } from "../src/providers/schema/resource-schema";
import { stateOutputs } from "../src/providers/schema/state-outputs";
import { type PropertyMap, UNKNOWN } from "../src/values";

const urn = "urn:pulumi:dev::proj::docker:index/container:Container::web";
const BASE: PropertyMap = {
  image: "app@sha256:1",
  envs: ["A=1", "B=1"],
  labels: [
    { label: "a", value: "b" },
    { label: "z", value: "1" },
  ],
  healthcheck: { tests: ["CMD", "true"], interval: "1s" },
  networksAdvanced: [{ name: "n1", aliases: ["w"] }, { name: "n2" }],
  uploads: [{ file: "/a", content: "x" }],
  tmpfs: { "/tmp": "size=1m" },
  memory: 64,
  user: "65532",
  command: ["serve"],
};

function differ(change: PropertyMap, base = BASE, schema: ResourceSchema = CONTAINER, ignore: string[] = []) {
  const seed = Buffer.from("seed");
  const old = checkInputs(schema, { urn, news: base, randomSeed: seed }).inputs;
  const observed = {
    hostname: "abc",
    ipcMode: "private",
    entrypoints: [],
    networkDatas: [],
    init: false,
    options: {},
  };
  const state = stateOutputs(schema, "id", plan(schema, undefined, old), observed, { created: true });
  const news = checkInputs(schema, { urn, news: { ...base, ...change }, olds: old, randomSeed: seed }).inputs;
  return diffResource(schema, { oldOutputs: state, news, ignoreChanges: ignore });
}

function kinds(change: PropertyMap): Record<string, string> {
  const entries = Object.entries(differ(change).detailedDiff ?? {});
  return Object.fromEntries(entries.map(([path, { kind }]) => [path, kind]));
}

// Each expectation is what the real docker provider 5.2 answered to the same change.
describe("the diff of a bridged provider", () => {
  it("sees no change in the same inputs, nor in another order of what has none", () => {
    expect(differ({}).changes).to.equal("none");
    const reversed = (key: string) => [...(BASE[key] as PropertyMap[])].reverse();
    const other = {
      envs: ["B=1", "A=1"],
      labels: reversed("labels"),
      networksAdvanced: reversed("networksAdvanced"),
    };
    expect(differ(other).changes).to.equal("none");
  });

  it("replaces a container for nearly everything, and demands that the old one goes first", () => {
    const diff = differ({ image: "app@sha256:2" });
    expect(diff).to.deep.include({
      changes: "some",
      replaces: ["image"],
      diffs: ["image"],
      deleteBeforeReplace: true,
    });
    expect(diff.stables).to.include("envs").and.not.include("image");
  });

  it("updates in place what Docker can change, and what only the provider reads", () => {
    const diff = differ({ restart: "always", memory: 128, destroyGraceSeconds: 4, rm: true });
    expect(diff).to.deep.include({ replaces: [], deleteBeforeReplace: false });
    expect(diff.diffs).to.deep.equal(["destroyGraceSeconds", "memory", "restart", "rm"]);
  });

  it("names the innermost place, or the whole set where its elements cannot be told apart", () => {
    expect(kinds({ image: UNKNOWN })).to.deep.equal({ image: "update-replace" });
    expect(kinds({ envs: ["A=1", "B=2"] })).to.deep.equal({ "envs[1]": "update-replace" });
    expect(kinds({ labels: [{ label: "a", value: "c" }, (BASE.labels as PropertyMap[])[1]!] })).to.deep.equal(
      {
        "labels[0].value": "update-replace",
      },
    );
    expect(kinds({ uploads: [{ file: "/a", content: "y" }] })).to.deep.equal({ uploads: "update-replace" });
    expect(kinds({ networksAdvanced: [{ name: "n1" }, { name: "n2" }] })).to.deep.equal({
      networksAdvanced: "update-replace",
    });
    expect(kinds({ tmpfs: { "/tmp": "size=2m", "/x": "" } })).to.deep.equal({
      'tmpfs["/tmp"]': "update",
      'tmpfs["/x"]': "add",
    });
    expect(kinds({ healthcheck: { tests: ["CMD", "false"] } })).to.deep.equal({
      "healthcheck.interval": "update",
      "healthcheck.tests[1]": "update",
    });
    expect(kinds({ command: ["serve", "-v"] })).to.deep.equal({ "command[1]": "add-replace" });
  });

  it("takes a property that the program stops giving back, unless the provider fills it", () => {
    const none = null;
    expect(kinds({ memory: none })).to.deep.equal({ memory: "delete" });
    expect(kinds({ networksAdvanced: none })).to.deep.equal({ networksAdvanced: "delete-replace" });
    expect(kinds({ tmpfs: none })).to.deep.equal({ 'tmpfs["/tmp"]': "delete" });
    expect(kinds({ labels: none, command: none, healthcheck: none, envs: none })).to.deep.equal({});
    expect(kinds({ user: none })).to.deep.equal({});
    expect(kinds({ user: "" })).to.deep.equal({});
  });

  it("leaves out what ignoreChanges names", () => {
    expect(differ({ envs: ["A=9"] }, BASE, CONTAINER, ["envs"]).changes).to.equal("none");
    expect(differ({ envs: ["A=9"], image: "y" }, BASE, CONTAINER, ["envs"]).replaces).to.deep.equal([
      "image",
    ]);
  });

  it("deletes a network first only when the program chose its name", () => {
    const labels = [{ label: "a", value: "b" }];
    expect(differ({ labels }, {}, NETWORK)).to.deep.include({
      replaces: ["labels"],
      deleteBeforeReplace: false,
    });
    expect(differ({ labels }, { name: "mine" }, NETWORK).deleteBeforeReplace).to.equal(true);
  });

  it("plans a new container with everything unknown that Docker fills", () => {
    const inputs = checkInputs(CONTAINER, { urn, news: BASE, randomSeed: Buffer.from("s") }).inputs;
    const planned = plan(CONTAINER, undefined, { ...inputs, ports: [{ internal: 80 }] });
    const unknown = Object.keys(planned).filter((key) => planned[key] === UNKNOWN);
    expect(unknown.sort()).to.deep.equal([
      "bridge",
      "containerLogs",
      "entrypoints",
      "exitCode",
      "hostname",
      "init",
      "ipcMode",
      "logDriver",
      "networkDatas",
      "platform",
      "runtime",
      "securityOpts",
      "shmSize",
      "stopSignal",
      "stopTimeout",
    ]);
    expect((planned.ports as PropertyMap[])[0]!.external).to.equal(UNKNOWN);
  });
});
