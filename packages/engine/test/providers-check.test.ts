import { expect } from "chai";
import { CONTAINER } from "../src/providers/docker/container-schema";
import { VOLUME_RESOURCE } from "../src/providers/docker/volume-schema";
import { checkInputs } from "../src/providers/schema/check-inputs";
import { type PropertyMap, Secret, UNKNOWN } from "../src/values";

const urn = "urn:pulumi:dev::proj::docker:index/container:Container::web";
const check = (news: PropertyMap, olds?: PropertyMap, seed = "seed") =>
  checkInputs(CONTAINER, { urn, news, randomSeed: Buffer.from(seed), ...(olds ? { olds } : {}) });

describe("the check of a bridged provider's inputs", () => {
  it("fills the defaults that say something, and lists them", () => {
    const { inputs, failures } = check({ image: "x:1" });
    expect(failures).to.deep.equal([]);
    // What the real docker provider 5.2 answers, but for the generated name.
    expect({ ...inputs, name: "" }).to.deep.equal({
      __defaults: [
        "containerReadRefreshTimeoutMilliseconds",
        "mustRun",
        "name",
        "networkMode",
        "removeVolumes",
        "restart",
        "start",
        "waitTimeout",
      ],
      containerReadRefreshTimeoutMilliseconds: 15000,
      image: "x:1",
      mustRun: true,
      name: "",
      networkMode: "bridge",
      removeVolumes: true,
      restart: "no",
      start: true,
      waitTimeout: 60,
    });
  });

  it("fills the defaults of nested objects", () => {
    const { inputs } = check({
      image: "x",
      ports: [{ internal: 80 }],
      healthcheck: { tests: ["CMD", "true"] },
    });
    expect(inputs.ports).to.deep.equal([
      { __defaults: ["ip", "protocol"], internal: 80, ip: "0.0.0.0", protocol: "tcp" },
    ]);
    expect(inputs.healthcheck).to.deep.equal({
      __defaults: ["interval", "startInterval", "startPeriod", "timeout"],
      interval: "0s",
      startInterval: "0s",
      startPeriod: "0s",
      tests: ["CMD", "true"],
      timeout: "0s",
    });
  });

  it("generates a name from the logical one: the same for the same seed, another for another", () => {
    const name = check({ image: "x" }).inputs.name;
    expect(name).to.match(/^web-[0-9a-f]{7}$/);
    expect(check({ image: "y" }).inputs.name).to.equal(name);
    expect(check({ image: "x" }, undefined, "other").inputs.name).to.not.equal(name);
  });

  it("keeps a generated name, and forgets a name that the program gave and no longer gives", () => {
    const olds = { name: "web-0000000", __defaults: ["name"] };
    expect(check({ image: "x" }, olds).inputs.name).to.equal("web-0000000");
    expect(check({ image: "x" }, { name: "mine", __defaults: [] }).inputs.name).to.match(/^web-/);
  });

  it("refuses unknown, missing and bad properties all together, and names each", () => {
    const { failures } = check({
      bogus: 1,
      restart: "sometimes",
      memory: -3,
      ports: [{ external: 1, foo: 2 }],
    });
    expect(failures.map((failure) => failure.reason)).to.have.members([
      "Missing required argument. The argument \"image\" is required, but no definition was found.. Examine values at 'web.image'.",
      "'-3' cannot be lower than 0. Examine values at 'web.memory'.",
      "Missing required argument. The argument \"ports[0].internal\" is required, but no definition was found.. Examine values at 'web.ports[0].internal'.",
      "Invalid or unknown key. Examine values at 'web.ports[0].foo'.",
      "'sometimes' doesn't match the pattern '^(no|on-failure|always|unless-stopped)$'. Examine values at 'web.restart'.",
      "Invalid or unknown key. Examine values at 'web.bogus'.",
    ]);
  });

  it("refuses outputs as inputs", () => {
    const { failures } = check({ image: "x", exitCode: 1 });
    expect(failures.map((failure) => failure.reason)).to.deep.equal([
      "Invalid or unknown key. Examine values at 'web.exitCode'.",
    ]);
  });

  it("brings values into their types, and leaves unknown ones", () => {
    const given = { image: UNKNOWN, memory: "64", cpus: 1.5, mustRun: "false", command: "sh" };
    const { inputs, failures } = check({ ...given, envs: new Secret(["A=1"]) });
    expect(failures).to.deep.equal([]);
    expect(inputs).to.include({ image: UNKNOWN, memory: 64, cpus: "1.5", mustRun: false });
    expect([inputs.command, inputs.envs]).to.deep.equal([["sh"], ["A=1"]]);
  });

  it("says which inputs the embedded engine leaves to the real one", () => {
    const call = { urn, news: { cluster: {} }, randomSeed: Buffer.from("seed") };
    expect(checkInputs(VOLUME_RESOURCE, call).failures.map((failure) => failure.reason)).to.deep.equal([
      "the embedded engine does not make cluster volumes; use the Pulumi CLI. Examine values at 'web.cluster'.",
    ]);
  });
});
