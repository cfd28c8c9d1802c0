import { LABELS } from "@anew/core";
import { BlueGreenGroup, type BlueGreenGroupArgs } from "@anew/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { base, image, KubernetesStack } from "../support/kubernetes-stack";

describe("BlueGreenGroup in a cluster", () => {
  let stack: KubernetesStack;
  let args: BlueGreenGroupArgs;
  let options: pulumi.ComponentResourceOptions;
  let name: string;
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
    args = base;
    options = {};
    name = "web";
    stack = new KubernetesStack((kubeconfig) => {
      const web = new BlueGreenGroup(name, { ...args, connection: { kubeconfig } }, options);
      return { url: web.url, previewUrl: web.previewUrl, generation: web.generation };
    });
  });
  afterEach(() => stack.remove());

  async function up(change: Partial<BlueGreenGroupArgs> = {}) {
    args = { ...base, ...change };
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

  async function failing(change: Partial<BlueGreenGroupArgs>) {
    args = { ...base, ...change };
    const result = await stack.up();
    expect(result.error, "the update was expected to fail").to.be.a("string");
    const text = [result.error, ...result.failures.map((one) => one.message)].join("\n");
    return { lines: ran(result.lines), text };
  }

  it("goes through its whole life: release, nothing, release, rollback, failed gate, changed secret, destroy", async () => {
    const secret = (value: string) => ({ secretEnv: { TOKEN: pulumi.secret(value) } });
    const first = await up(secret("one"));
    expect(first.lines.filter((line) => line.includes("web"))).to.deep.equal([
      "create web",
      "create web-service",
      "create web-salt",
      "create web-g1",
      "create web-g1-secrets",
      "create web-g1",
      "create web-g1",
      "create web-g1-gate",
      "create web-switch",
    ]);
    expect(stack.live()).to.deep.equal({ [first.generation]: 100 });
    expect(first.outputs.url).to.equal("http://web.default.svc");

    expect((await up(secret("one"))).lines).to.deep.equal([]);

    const second = await up({ ...secret("one"), image: image(2), replicas: 2 });
    expect(second.lines).to.deep.equal([
      "create web-g2",
      "create web-g2-secrets",
      "create web-g2",
      "create web-g2",
      "create web-g2",
      "create web-g2-gate",
      "update web-switch",
    ]);
    expect(stack.live()).to.deep.equal({ [second.generation]: 100 });

    const back = await up(secret("one"));
    expect(back.lines).to.deep.equal(["update web-switch"]);
    expect(back.generation).to.equal(first.generation);

    stack.nextIsUnhealthy(true);
    const failed = await failing({ ...secret("one"), image: image(3) });
    expect(failed.lines).to.deep.equal([
      "create web-g3",
      "create web-g3-secrets",
      "create web-g3",
      "create web-g3",
      "create web-g3-gate",
    ]);
    expect(failed.text).to.contain("did not become healthy").and.to.contain("simulated 500");
    expect(stack.live()).to.deep.equal({ [first.generation]: 100 });
    stack.nextIsUnhealthy(false);
    expect((await up(secret("one"))).lines).to.deep.equal([
      "delete web-g3",
      "delete web-g3",
      "delete web-g3-secrets",
      "delete web-g3",
    ]);

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

  it("shows in the preview exactly what the update then does", async () => {
    await up();
    args = { ...base, image: image(2), keep: 0, files: { "/etc/web/a": "1" } };
    const preview = ran((await stack.preview()).lines);
    expect((await up(args)).lines.slice().sort()).to.deep.equal(preview.slice().sort());
  });

  it("leaves what runs as it is when the library renders one more field, which the next release has", async () => {
    await up();
    options = {
      transformations: [
        ({ type, props, opts }) =>
          type === "kubernetes:apps/v1:Deployment"
            ? { props: { ...props, spec: { ...props.spec, minReadySeconds: 3 } }, opts }
            : undefined,
      ],
    };
    expect((await up()).lines).to.deep.equal([]);
    const { lines, generation } = await up({ image: image(2) });
    expect(lines.filter((line) => /^(update|replace)/.test(line))).to.deep.equal(["update web-switch"]);
    const deployments = await stack.objects("Deployment");
    const withField = Object.entries(deployments).filter(([, { spec }]) => "minReadySeconds" in Object(spec));
    expect(withField.map(([name]) => name)).to.deep.equal([`web-${generation}`]);
    expect((await up()).lines).to.deep.equal(["update web-switch"]);
  });

  it("comes to its end after a crash at any step of a release, released again or rolled back", async () => {
    await up({ keep: 0 });
    args = { ...base, keep: 0, image: image(2) };
    const steps = (await stack.preview()).lines
      .filter((line) => !line.startsWith("same"))
      .map((line) => line.split(" ") as [string, string]);
    expect(steps).to.have.length(9);
    for (const [op, name] of new Map(steps.map((step) => [step.join(" "), step])).values()) {
      for (const when of ["before", "after"] as const) {
        for (const next of [1, 2]) {
          const old = await up({ keep: 0 });
          args = { ...base, keep: 0, image: image(2) };
          const crashed = await stack.up({ crash: { op: op as "create", name, when } });
          expect(crashed.error, `${when} ${op} ${name}`).to.be.a("string");
          expect(Object.values(stack.live())).to.deep.equal([100]);
          const { generation } = await up({ keep: 0, image: image(next) });
          expect(generation === old.generation).to.equal(next === 1);
          expect(stack.live()).to.deep.equal({ [generation]: 100 });
        }
      }
    }
  }).timeout(300_000);

  it("gives the stable Service no selector: the switch alone writes it", async () => {
    await up({
      preview: { port: 8081 },
      service: { type: "NodePort", nodePort: 30080, annotations: { a: "b" } },
    });
    const services = await stack.objects("Service");
    for (const name of ["web-service", "web-preview"]) {
      const { inputs } = (await stack.resources()).find(({ urn }) => urn.endsWith(`::${name}`)) ?? {};
      expect((inputs?.spec as object) ?? {}).not.to.have.property("selector");
    }
    expect(services["web-service"]?.metadata).to.deep.include({ name: "web" });
    expect(services["web-preview"]?.metadata).to.deep.include({ name: "web-preview" });
  });

  it("names no port's number in the stable Service, so that two generations may have two", async () => {
    await up();
    const { lines } = await up({ port: 9090 });
    expect(lines).not.to.include("update web-service");
    expect((await stack.objects("Service"))["web-service"]?.spec).to.deep.include({
      ports: [{ name: "http-80", port: 80, protocol: "TCP", targetPort: "main" }],
    });
  });

  it("changes the stable Service in place, while a generation is not even looked at", async () => {
    await up();
    const { lines } = await up({ service: { annotations: { "example.com/class": "fast" } } });
    expect(lines).to.deep.equal(["update web-service"]);
  });

  it("releases another label or toleration as a new generation, and an unchanged one not at all", async () => {
    const of = async (change: Partial<BlueGreenGroupArgs>) => (await up(change)).generation;
    const tolerations = [{ key: "spot", operator: "Exists" as const }];
    const changes = [{}, { labels: { team: "shop" } }, { tolerations }, { autoscale: { max: 3, cpu: 70 } }];
    const ids: string[] = [];
    for (const change of changes) ids.push(await of(change));
    expect(new Set(ids).size).to.equal(changes.length);
    expect(await of({ labels: {}, tolerations: [], annotations: {} })).to.equal(ids[0]);
  });

  it("puts everything into the namespace that it was given, also a computed one", async () => {
    await up({ namespace: pulumi.output("shop") });
    const kinds = ["Deployment", "Service"];
    for (const kind of kinds) {
      for (const { metadata } of Object.values(await stack.objects(kind))) {
        expect(metadata).to.deep.include({ namespace: "shop" });
      }
    }
  });

  it("writes an HTTPRoute of the Gateway, without rules, and no stable Service", async () => {
    const { outputs } = await up({
      gateway: { name: "edge", namespace: "infra", section: "web" },
      listen: [
        { port: 80, host: "a.example", path: "/x" },
        { port: 80, host: "b.example", path: "/x" },
      ],
      traffic: { kind: "gradual", steps: [50, 100], every: "1 millisecond" },
    });
    expect(outputs.url).to.equal("http://a.example/x");
    const { inputs } = (await stack.resources()).find(({ urn }) => urn.endsWith("::web-route")) ?? {};
    expect(inputs?.spec).to.deep.equal({
      parentRefs: [{ name: "edge", namespace: "infra", sectionName: "web", port: 80 }],
      hostnames: ["a.example", "b.example"],
    });
    expect(Object.keys(await stack.objects("Service"))).not.to.include("web-service");
  });

  it("keeps a secret's value out of everything but the Secret", async () => {
    await up({
      secretEnv: { PASSWORD: pulumi.secret("hunter2hunter2") },
      args: ["--token", pulumi.secret("hunter2hunter2")],
      files: { "/etc/web/key": pulumi.secret("hunter2hunter2") },
    });
    for (const { type, inputs, outputs } of await stack.resources()) {
      if (type.endsWith(":Secret")) continue;
      expect(JSON.stringify([inputs, outputs]), type).not.to.contain("hunter2hunter2");
    }
    const [container] = await containers();
    expect(container?.args).to.deep.equal(["--token", "$(ANEW_SECRET_1)"]);
  });

  it("labels everything of a generation by its owner, and so finds its pods", async () => {
    const { generation } = await up({ replicas: 2, files: { "/etc/web/a": "1" } });
    for (const kind of ["Deployment", "ConfigMap", "PodDisruptionBudget"]) {
      for (const object of Object.values(await stack.objects(kind))) {
        const { labels } = object.metadata as { labels: Record<string, string> };
        expect(labels).to.include({ [LABELS.generation]: generation, [LABELS.group]: "web" });
        expect(labels[LABELS.owner]).to.match(/^[0-9a-f]{16}$/);
      }
    }
  });

  it("keeps its generations and its history when it is renamed with an alias; its Service gets the new name first", async () => {
    const first = await up();
    const second = await up({ image: image(2) });
    name = "shop";
    options = { aliases: [{ name: "web" }] };
    const renamed = await up({ image: image(2) });
    expect(renamed.generation).to.equal(second.generation);
    expect(renamed.lines.filter((line) => /g[12]\b(?!-gate)/.test(line))).to.deep.equal([]);
    expect(renamed.lines.filter((line) => line.includes("service"))).to.deep.equal([
      "create-replacement shop-service",
      "replace shop-service",
      "delete-replaced web-service",
    ]);
    const back = await up();
    expect(back.lines).to.deep.equal(["update shop-switch"]);
    expect(back.generation).to.equal(first.generation);
  });

  it("removes old generations of a protected group", async () => {
    options = { protect: true };
    await up({ keep: 0 });
    expect((await up({ keep: 0, image: image(2) })).lines.slice(-4)).to.deep.equal([
      "delete web-g1-gate",
      "delete web-g1",
      "delete web-g1",
      "delete web-g1",
    ]);
  });

  async function containers(): Promise<Record<string, unknown>[]> {
    const deployments = Object.values(await stack.objects("Deployment"));
    return deployments.flatMap(
      (one) =>
        (one.spec as { template: { spec: { containers: Record<string, unknown>[] } } }).template.spec
          .containers,
    );
  }

  it("can't move to another namespace: an input error, before anything is declared", async () => {
    const { generation } = await up({ namespace: "shop" });
    const { lines, text } = await failing({ namespace: "store" });
    expect(text).to.contain('namespace: got "store", expected "shop", where the group\'s address is');
    expect(lines).to.deep.equal([]);
    expect(stack.live()).to.deep.equal({ [generation]: 100 });
    expect((await up({ namespace: "shop" })).lines).to.deep.equal([]);
  });
});
