import { InputProblems, type Json, resolveSpec, SecretValue } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { containerArgs, goDuration } from "../src/container-args";

const image = `registry.example/web@sha256:${"0".repeat(64)}`;

function render(args: object) {
  const resolved = resolveSpec({ image, ...args }, "salt", new InputProblems());
  if (resolved === undefined) {
    throw new Error("the arguments have problems");
  }
  return containerArgs({ id: "0123abcd", ...resolved, image, labels: {}, networks: [], configuration: [] });
}

describe("container arguments", () => {
  it("are safe by default", () => {
    expect(render({})).to.deep.include({
      user: "65532:65532",
      readOnly: true,
      capabilities: { drops: ["ALL"], adds: [] },
      securityOpts: ["no-new-privileges:true"],
    });
  });

  it("leave to gate and switch whether it runs", () => {
    expect(render({})).to.deep.include({ start: true, mustRun: false, restart: "unless-stopped" });
  });

  it("give memory and swap the same limit: with memory alone the next update would change the container", () => {
    expect(render({ resources: { cpu: 0.5, memory: "256 MiB" } })).to.deep.include({
      memory: 256,
      memorySwap: 256,
      cpus: "0.5",
    });
  });

  it("tell the program its generation, and sort the environment", () => {
    expect(render({ env: { B: "2", A: "1" } }).envs).to.deep.equal([
      "A=1",
      "ANEW_GENERATION=0123abcd",
      "B=2",
    ]);
  });

  it("make the environment a secret as soon as one value is", async () => {
    const { envs } = render({
      env: { A: "1" },
      secretEnv: { TOKEN: new SecretValue("x") as unknown as Json },
    });
    expect(pulumi.Output.isInstance(envs)).to.equal(true);
    expect(await pulumi.isSecret(envs as pulumi.Output<string[]>)).to.equal(true);
  });

  it("write capabilities as the daemon gives them back", () => {
    expect(render({ capabilities: ["NET_BIND_SERVICE"] }).capabilities).to.deep.equal({
      drops: ["ALL"],
      adds: ["CAP_NET_BIND_SERVICE"],
    });
  });

  it("write durations as the daemon gives them back", () => {
    const written = [1, 999, 1_000, 1_500, 59_999, 60_000, 90_000, 3_600_000, 5_400_500].map(goDuration);
    expect(written).to.deep.equal([
      "1ms",
      "999ms",
      "1s",
      "1.5s",
      "59.999s",
      "1m0s",
      "1m30s",
      "1h0m0s",
      "1h30m0.5s",
    ]);
  });
});
