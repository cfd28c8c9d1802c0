import { expect } from "chai";
import { requireCluster } from "../cluster";
import { serviceImage } from "../e2e/support/service-image";
import { expectSuccess, stepsOf } from "../e2e/support/steps";
import { requireDocker, type TestDocker } from "../setup";
import type { Program } from "./support/programs";
import { ServingStack } from "./support/serving-stack";
import { pushedImage } from "./support/stack";

const REPOSITORY = "removed-service";

describe("a rollback in a cluster to a generation whose image is gone", function () {
  this.timeout(180_000);
  let docker: TestDocker;
  let one: ServingStack;
  let image: string;

  const program = (version: number, args: object = {}): Program => {
    const env = { VERSION: String(version), LAST_FOR: "600" };
    return { groups: { web: { args: { env, keep: 1, service: { type: "NodePort" }, ...args } } } };
  };
  const push = async (): Promise<string> => {
    const { registry } = await pushedImage(docker);
    return registry.push(docker.host, await serviceImage(docker.host), REPOSITORY);
  };

  before(async function () {
    const cluster = await requireCluster(this);
    docker = await requireDocker(this);
    image = await push();
    one = await ServingStack.create(cluster, docker, program(1, { image }));
    expectSuccess(await one.stack.up(program(2)));
    await one.expectVersion("2");
  });

  after(() => one?.remove());

  it("is refused before anything moves, although its pods still run", async () => {
    const [name, digest] = image.split("@") as [string, string];
    const url = `http://${name.replace("/", "/v2/")}/manifests/${digest}`;
    expect((await fetch(url, { method: "DELETE" })).status).to.equal(202);
    const result = await one.stack.up(program(1, { image }));
    expect(result.error).to.match(/no rollback to [0-9a-f]{8}: its image \S+ can't be had any more/);
    expect(result.error)
      .to.contain("the registry has no such manifest")
      .and.to.contain("Nothing was shifted");
    await one.expectVersion("2");
  });

  it("goes through once the image has been pushed again", async () => {
    expect(await push()).to.equal(image);
    const result = await one.stack.up(program(1, { image }));
    expectSuccess(result);
    expect(stepsOf(result)).to.deep.equal(["update Switch web-switch"]);
    await one.expectVersion("1");
  });
});
