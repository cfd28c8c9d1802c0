import { expect } from "chai";
import { requireDocker, type TestDocker } from "../setup";
import type { Program } from "./support/programs";
import { TestStack } from "./support/stack";
import { expectSuccess, stepsOf } from "./support/steps";

describe("an ImmutableService on a Docker host", function () {
  this.timeout(300_000);
  let docker: TestDocker;
  let stack: TestStack;
  const names: Record<string, string> = {};

  const ask =
    "fetch('http://127.0.0.1:8080/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))";
  const healthCheck = { command: ["node", "-e", ask], interval: "300 milliseconds", timeout: "6 seconds" };
  const program = (env: Record<string, string>, more: object = {}): Program => ({
    services: { job: { args: { env, networks: [network()], healthCheck: healthCheck as never, ...more } } },
  });
  const network = (): string => `${stack.project}-network`;
  /** The versions that run, one for each container. */
  const running = async (): Promise<readonly string[]> => {
    const all = await Promise.all(
      (await stack.containers())
        .filter((one) => one.running)
        .map(({ id }) => docker.client.getContainer(id).inspect()),
    );
    return all.map(({ Config }) => Config.Env.find((one) => one.startsWith("VERSION=")) as string).sort();
  };
  const nameNewest = async (name: string): Promise<void> => {
    for (const generation of await stack.generations()) names[generation] ??= name;
  };

  before(async function () {
    docker = await requireDocker(this);
    stack = await TestStack.create(docker);
    await docker.client.createNetwork({ Name: network(), Labels: { "dev.anew.project": stack.project } });
    expectSuccess(await stack.up(program({ VERSION: "1" })));
    await nameNewest("v1");
  });

  after(() => stack?.remove());

  it("has the new generation proven by its command before the old one is removed", async () => {
    expect(await running()).to.deep.equal(["VERSION=1"]);
    const result = await stack.up(program({ VERSION: "2" }));
    expectSuccess(result);
    await nameNewest("v2");
    expect(stepsOf(result, names)).to.deep.equal([
      "create Generation job-v2",
      "create Container job-v2-0",
      "create-replacement Gate job-gate",
      "replace Gate job-gate",
      "delete-replaced Gate job-gate",
      "delete Container job-v1-0",
      "delete Generation job-v1",
    ]);
    expect(await running()).to.deep.equal(["VERSION=2"]);
    expect(stepsOf(await stack.up(program({ VERSION: "2" })))).to.deep.equal([]);
  });

  it("keeps the old generation running when the new one's command fails, and goes back without a trace", async () => {
    const result = await stack.up(program({ VERSION: "3", BAD: "1" }));
    expect(result.error).to.match(/generation \w{8} did not become healthy within 6 s/);
    expect(await running()).to.include("VERSION=2");
    await nameNewest("v3");
    const back = await stack.up(program({ VERSION: "2" }));
    expectSuccess(back);
    expect(stepsOf(back, names)).to.deep.equal(["delete Container job-v3-0", "delete Generation job-v3"]);
    expect(await running()).to.deep.equal(["VERSION=2"]);
  });

  it("has its old generation removed first where only one may hold its state", async () => {
    const volume = `${stack.project}-state`;
    await docker.client.createVolume({ Name: volume, Labels: { "dev.anew.project": stack.project } });
    const sole = (version: string): Program => {
      const state = [{ volume, path: "/state", access: "exclusive" }];
      return {
        services: { ...program({ VERSION: "2" }).services, sole: { args: soleArgs(version, state) } },
      };
    };
    const soleArgs = (version: string, state: unknown) =>
      ({
        env: { VERSION: `sole ${version}` },
        healthCheck,
        state,
        networks: [network()],
        overlap: "none",
      }) as never;
    expectSuccess(await stack.up(sole("1")));
    const result = await stack.up(sole("2"));
    expectSuccess(result);
    const containerSteps = stepsOf(result).filter((step) => step.includes(" Container "));
    expect(containerSteps).to.deep.equal([
      "delete-replaced Container sole-sole-0",
      "replace Container sole-sole-0",
      "create-replacement Container sole-sole-0",
    ]);
    expect(await running()).to.deep.equal(["VERSION=2", "VERSION=sole 2"]);

    expectSuccess(await stack.destroy(sole("2")));
    expect(await stack.leftovers()).to.deep.equal([`network ${network()}`, `volume ${volume}`]);
  });
});
