import type { Progress } from "@anew/core";
import { expect } from "chai";
import { machineContentHash } from "../../src/index";
import type { MachineInputs, MachineOutputs } from "../../src/machine/provider/machine-inputs";
import { machineProvider } from "../../src/machine/provider/machine-provider";
import type { MachineImageStore, StoredImage } from "../../src/machine/store/store";
import { folderWith, removeFolders } from "../support/files";
import { machineTemplate } from "../support/machine-context";

/** Stands for a value that is not known at preview. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("The machine image's resource", function () {
  this.timeout(60_000); // on a busy machine the template's parser takes its time to load
  let warned: string[];
  let found: StoredImage | undefined;
  let place: string;
  let refusal: Error | undefined;
  let opened: number;

  beforeEach(() => {
    [warned, found, place, refusal, opened] = [[], undefined, "eu-west-1", undefined, 0];
  });
  afterEach(removeFolders);

  const progress = (): Progress => ({
    step: () => undefined,
    info: () => undefined,
    warn: (message) => void warned.push(message),
    flush: async () => undefined,
  });
  const open = async (): Promise<MachineImageStore> => {
    opened += 1;
    if (refusal !== undefined) throw refusal;
    const image = async () => found;
    return { place, image, tagged: async () => [], machines: async () => [], removalCommand: () => "" };
  };
  const provider = machineProvider(progress, open);

  function inputsOf(template = machineTemplate({ endpoint: "http://127.0.0.1:1" })): MachineInputs {
    const context = folderWith({ "web.pkr.hcl": template });
    return {
      resourceUrn: "urn",
      name: "web",
      contentHash: machineContentHash({ context }),
      context,
      variables: {},
      varFiles: [],
      extraFiles: {},
      secretVariables: {},
      connection: {},
      timeoutMs: 1,
    };
  }
  const stateOf = ({ resourceUrn, contentHash, connection }: MachineInputs): MachineOutputs => ({
    ...{
      resourceUrn,
      contentHash,
      connection,
      place: "eu-west-1",
      imageId: "ami-1",
      reused: false,
      createdAt: "",
    },
  });
  const available: StoredImage = { id: "ami-1", state: "available", createdAt: "" };
  const diffOf = (inputs: MachineInputs, more: Partial<MachineInputs> = {}) =>
    provider.diff?.("id", stateOf(inputs), { ...inputs, ...more });

  it("is the same from another checkout, with another timeout, secret or profile", async () => {
    found = available;
    const more = { context: "/b", timeoutMs: 2, connection: { profile: "x" }, secretVariables: { a: "b" } };
    expect(await diffOf(inputsOf(), more)).to.deep.include({ changes: false, replaces: [] });
  });

  it("is replaced, never updated, for another content, another region, or when it has vanished", async () => {
    found = available;
    const inputs = inputsOf();
    const replaced = (key: string) => ({ changes: true, replaces: [key], deleteBeforeReplace: false });
    expect(await diffOf(inputs, { contentHash: "other" })).to.deep.equal(replaced("contentHash"));
    place = "us-east-1";
    expect(await diffOf(inputs)).to.deep.equal(replaced("place"));
    place = "eu-west-1";
    for (const gone of [undefined, { ...available, state: "failed" } as const]) {
      found = gone;
      expect(await diffOf(inputs)).to.deep.equal(replaced("imageId"));
    }
    expect(warned[0]).to.equal("ami-1 is gone; the next update makes it again");
    const update = await provider
      .update?.("id", stateOf(inputs), inputs)
      .catch((error: Error) => error.message);
    expect(update).to.contain("never updated");
  });

  it("counts as unchanged when AWS can't be asked, and says so; it is not asked when it isn't known whom", async () => {
    refusal = new Error("ExpiredToken");
    const inputs = inputsOf();
    expect(await diffOf(inputs)).to.deep.include({ changes: false });
    expect(warned).to.deep.equal(["ami-1 could not be looked up and counts as unchanged: ExpiredToken"]);
    expect(await provider.read?.("id", stateOf(inputs))).to.deep.equal({ id: "id", props: stateOf(inputs) });
    opened = 0;
    expect(await diffOf(inputs, { connection: { region: UNKNOWN } })).to.deep.include({ changes: false });
    expect(opened).to.equal(0);
  });

  it("is not looked at while it is not in use, and leaves the state at a refresh when it has vanished", async () => {
    const inputs = inputsOf();
    expect(await diffOf(inputs, { current: false })).to.deep.include({ changes: false });
    expect(opened).to.equal(0);
    expect(await provider.read?.("id", stateOf(inputs))).to.deep.equal({ id: "" });
  });

  it("has its template checked beforehand, but for an earlier image, whose files may be gone", async () => {
    const failuresOf = async (inputs: MachineInputs) =>
      (await provider.check?.(inputs, inputs))?.failures?.map(
        ({ property, reason }) => `${property}: ${reason}`,
      );
    const lacking = inputsOf(machineTemplate({ endpoint: "http://127.0.0.1:1", tags: "", amiName: "web" }));
    const connection = { region: "us-east-1" };
    const problems = await failuresOf({ ...lacking, connection, secretVariables: { a: "hunter2hunter2" } });
    expect(problems?.map((problem) => problem.slice(0, problem.indexOf(" ")))).to.deep.equal([
      "secretVariables:",
      "template:",
      "template:",
      "connection.region:",
    ]);
    expect(String(problems)).to.not.contain("hunter2");
    expect(await failuresOf(inputsOf())).to.deep.equal([]);
    expect(await failuresOf({ ...inputsOf(), connection: { region: UNKNOWN } })).to.deep.equal([]);
    expect(await failuresOf({ ...inputsOf(), context: "/nowhere", current: false })).to.equal(undefined);
  });
});
