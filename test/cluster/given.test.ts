import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { anewFolder, SetupError } from "../setup";
import { throwawayContext } from "./given";

describe("a KUBECONFIG that is given", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(anewFolder("kubeconfigs"), "test-"));
  });

  after(() => rmSync(folder, { recursive: true }));

  it("is used when its current context says that it is for throwing away", () => {
    expect(throwawayContext(config("kind-throwaway"), {})).to.equal("kind-throwaway");
  });

  it("is refused when its current context does not say so, whatever the others say", () => {
    const file = config("production", "throwaway");
    expect(() => throwawayContext(file, {}))
      .to.throw(SetupError, 'got the context "production"')
      .with.property("message")
      .that.includes("ANEW_CLUSTER_THROWAWAY=production");
  });

  it("is used when the environment says that exactly its context is for throwing away", () => {
    const file = config("minikube");
    expect(throwawayContext(file, { ANEW_CLUSTER_THROWAWAY: "minikube" })).to.equal("minikube");
    expect(() => throwawayContext(file, { ANEW_CLUSTER_THROWAWAY: "mini" })).to.throw(SetupError);
    expect(() => throwawayContext(file, { ANEW_CLUSTER_THROWAWAY: "" })).to.throw(SetupError);
  });

  it("may be several files: the first with a current context counts, as for kubectl", () => {
    const files = [join(folder, "missing"), config("production"), config("throwaway")];
    expect(() => throwawayContext(files.join(delimiter), {})).to.throw(SetupError, "production");
    expect(throwawayContext(files.reverse().join(delimiter), {})).to.equal("throwaway");
  });

  it("is refused when it has no current context", () => {
    expect(() => throwawayContext(join(folder, "missing"), {})).to.throw(SetupError, "no current context");
  });

  /** @param others contexts that are not the current one */
  function config(current: string, ...others: string[]): string {
    const file = join(folder, [current, ...others].join("-"));
    const contexts = [current, ...others].map(
      (name) => `- name: ${name}\n  context: { cluster: c, user: u }\n`,
    );
    writeFileSync(
      file,
      `apiVersion: v1\nkind: Config\ncurrent-context: ${current}\ncontexts:\n${contexts.join("")}`,
    );
    return file;
  }
});
