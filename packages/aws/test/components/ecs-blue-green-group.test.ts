import { type AwsListen, ecs } from "@anew/aws";
import { LABELS } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { AwsStack, declareListener, ecsBase, image, ROLE } from "../support/aws-stack";

type Args = Partial<Omit<ecs.BlueGreenGroupArgs, "listen">> & { readonly listen?: Partial<AwsListen> };

describe("BlueGreenGroup in ECS", () => {
  let stack: AwsStack;
  let args: Args;
  let options: pulumi.ComponentResourceOptions;
  /** Generations by the order in which they were seen. */
  let seen: string[];

  /** What a run did, without what stayed the same. */
  const ran = (lines: readonly string[]) =>
    lines
      .filter((line) => !line.startsWith("same"))
      .map((line) =>
        line.replace(/\b[0-9a-f]{8}\b/, (id) => {
          if (!seen.includes(id)) seen.push(id);
          return `g${seen.indexOf(id) + 1}`;
        }),
      );

  beforeEach(() => {
    seen = [];
    args = {};
    options = {};
    stack = new AwsStack((endpoint) => {
      const listener = declareListener();
      const { listen, ...others } = args;
      const web = new ecs.BlueGreenGroup(
        "web",
        {
          ...ecsBase,
          ...others,
          listen: { port: 80, listener: listener.arn, ...listen },
          connection: { endpoint },
        },
        options,
      );
      return { url: web.url, previewUrl: web.previewUrl, generation: web.generation };
    });
  });
  afterEach(() => stack.remove());

  async function up(change: Args = {}) {
    args = change;
    const result = await stack.up();
    expect(result.error, [result.error, ...result.failures.map((one) => one.message)].join("\n")).to.equal(
      undefined,
    );
    return {
      lines: ran(result.lines),
      generation: String(result.outputs.generation),
      outputs: result.outputs,
    };
  }

  it("goes through its whole life: release, nothing, release, rollback, failed gate, changed secret, destroy", async () => {
    const secret = (value: string): Args => ({
      executionRole: ROLE,
      secretEnv: { TOKEN: pulumi.secret(value) },
    });
    const first = await up(secret("one"));
    expect(first.lines.filter((line) => line.includes("web"))).to.deep.equal([
      "create web",
      "create web-salt",
      "create web-rule",
      "create web-g1",
      "create web-g1",
      "create web-g1",
      "create web-g1",
      "create web-g1",
      "create web-g1",
      "create web-g1",
      "create web-g1-gate",
      "create web-switch",
    ]);
    expect(stack.live()).to.deep.equal({ [first.generation]: 100 });
    expect(first.outputs.url).to.match(
      /^http:\/\/edge-[0-9a-f]+-[0-9a-f]{8}\.us-east-1\.elb\.amazonaws\.com$/,
    );

    expect((await up(secret("one"))).lines).to.deep.equal([]);

    const second = await up({ ...secret("one"), image: image(2), replicas: 2 });
    expect(second.lines).to.deep.equal([
      ...Array(7).fill("create web-g2"),
      "create web-g2-gate",
      "update web-switch",
    ]);
    expect(stack.live()).to.deep.equal({ [second.generation]: 100 });

    const back = await up(secret("one"));
    expect(back.lines).to.deep.equal(["update web-switch"]);
    expect(back.generation).to.equal(first.generation);

    stack.nextIsUnhealthy(true);
    args = { ...secret("one"), image: image(3) };
    const failed = await stack.up();
    expect([failed.error, ...failed.failures.map((one) => one.message)].join("\n"))
      .to.contain("did not become healthy")
      .and.to.contain("simulated 500");
    expect(ran(failed.lines).filter((line) => /^(update|delete)/.test(line))).to.deep.equal([]);
    expect(stack.live()).to.deep.equal({ [first.generation]: 100 });
    stack.nextIsUnhealthy(false);
    expect((await up(secret("one"))).lines).to.deep.equal(Array(7).fill("delete web-g3"));

    const changed = await up(secret("two"));
    expect(changed.generation).not.to.equal(first.generation);
    expect(changed.lines.filter((line) => line.startsWith("update"))).to.deep.equal(["update web-switch"]);
    expect(changed.lines.filter((line) => /^(replace|create-replacement)/.test(line))).to.deep.equal([]);
    expect((await up(secret("one"))).lines.filter((line) => line.startsWith("create"))).to.deep.equal([]);

    const gone = await stack.destroy();
    expect(gone.error).to.equal(undefined);
    const deletes = ran(gone.lines).filter((line) => line.includes("web"));
    expect(deletes[0]).to.equal("delete web-switch");
    expect(deletes.indexOf("delete web-g1-gate")).to.be.lessThan(deletes.indexOf("delete web-g1"));
    expect(stack.store.list()).to.deep.equal([]);
  }).timeout(60_000);

  it("gives each generation its own target group, held in use by a rule that no request meets", async () => {
    const { generation } = await up();
    const name = `web-${generation}`;
    const groups = await stack.inputs("aws:lb/targetGroup:TargetGroup");
    expect(groups[name]).to.deep.include({
      targetType: "ip",
      port: 8080,
      protocol: "HTTP",
      deregistrationDelay: 30,
    });
    expect(groups[name]?.healthCheck).to.deep.include({
      path: "/healthz",
      matcher: "200-399",
      interval: 5,
      timeout: 4,
      healthyThreshold: 2,
    });
    expect(groups[name]?.tags).to.deep.include({ [LABELS.generation]: generation });
    const rules = await stack.inputs("aws:lb/listenerRule:ListenerRule");
    expect(Object.keys(rules).sort()).to.deep.equal(["web-rule", name].sort());
    expect(JSON.stringify(rules[name]?.conditions)).to.contain("192.0.2.0/32");
    expect(rules[name]?.priority).to.equal(undefined);
    expect(JSON.stringify(rules["web-rule"]?.actions)).to.contain("503");
  });
});
