import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";

const EXAMPLES = resolve(__dirname, "../../../examples");
const OURS = join(EXAMPLES, "kubernetes-blue-green");
const DOCKERS = join(EXAMPLES, "docker-blue-green");

describe("the example kubernetes-blue-green", () => {
  const lines = (folder: string, file: string) => readFileSync(join(folder, file), "utf8").split("\n");

  it("runs the very service of the Docker example", () => {
    const files = readdirSync(join(DOCKERS, "app")).sort();
    expect(readdirSync(join(OURS, "app")).sort()).to.deep.equal(files);
    for (const file of files) {
      expect(readFileSync(join(OURS, "app", file), "utf8"), file).to.equal(
        readFileSync(join(DOCKERS, "app", file), "utf8"),
      );
    }
  });

  it("differs from the Docker example in an import, and in what a cluster needs: a namespace and a registry", () => {
    const ours = lines(OURS, "index.ts").filter((line) => !line.startsWith("//"));
    const dockers = lines(DOCKERS, "index.ts").filter((line) => !line.startsWith("//"));
    expect(dockers.filter((line) => !ours.includes(line))).to.deep.equal([
      'import { BlueGreenGroup } from "@anew/docker";',
    ]);
    expect(ours.filter((line) => !dockers.includes(line))).to.deep.equal([
      'import { BlueGreenGroup } from "@anew/kubernetes";',
      '  repository: config.require("repository"),',
      '  namespace: config.require("namespace"),',
    ]);
    expect(lines(OURS, "index.ts").length).to.be.at.most(41);
  });
});
