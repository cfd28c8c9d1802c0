import { expect } from "chai";
import { prepareSecrets } from "../src/docker/build-secrets";
import { buildStep } from "../src/docker/build-steps";
import { folderWith, removeFolders } from "./support/files";

describe("The output of a build", () => {
  const steps: [string, string | undefined][] = [
    ["Step 2/5 : COPY . /app", "building 2/5: COPY . /app"],
    ["#7 [build 2/5] RUN npm ci", "building 2/5: RUN npm ci"],
    ["#7 [2/5] RUN npm ci", "building 2/5: RUN npm ci"],
    ["#12 [linux/arm64 web 3/3] COPY   a b", "building 3/3: COPY a b"],
    ["#1 [internal] load build definition from Dockerfile", undefined],
    ["#7 0.123 added 12 packages", undefined],
    [" ---> Running in 1234", undefined],
  ];
  for (const [line, step] of steps) {
    it(`${step === undefined ? "says nothing of" : "says the step of"} "${line}"`, () => {
      expect(buildStep(line)).to.equal(step);
    });
  }
});

describe("The secrets of a build", () => {
  afterEach(() => {
    removeFolders();
    delete process.env.ANEW_TEST_SECRET;
  });

  it("are named to Docker by where they come from, and hidden in what it says", () => {
    process.env.ANEW_TEST_SECRET = "hunter2\n";
    const folder = folderWith({ 'my, "key"': "line one\nline two\nx\n" });
    const { args, hide } = prepareSecrets({
      npm: { env: "ANEW_TEST_SECRET" },
      key: { file: `${folder}/my, "key"` },
    });
    expect(args).to.deep.equal([
      "--secret",
      "id=npm,env=ANEW_TEST_SECRET",
      "--secret",
      `id=key,"src=${folder}/my, ""key"""`,
    ]);
    expect(hide("token hunter2, line two of x")).to.equal("token [secret], [secret] of x");
  });

  it("are an error that names them when they are not there", () => {
    expect(() => prepareSecrets({ npm: { env: "ANEW_TEST_SECRET" } })).to.throw(
      'secrets.npm: got "ANEW_TEST_SECRET"',
    );
    expect(() => prepareSecrets({ key: { file: "/nonexistent" } })).to.throw("secrets.key");
  });
});
