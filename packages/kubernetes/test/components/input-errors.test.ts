import { BlueGreenGroup, type BlueGreenGroupArgs, ImmutableService } from "@anew/kubernetes";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { base, KubernetesStack } from "../support/kubernetes-stack";

describe("input errors in a cluster", () => {
  let stack: KubernetesStack | undefined;
  afterEach(() => stack?.remove());

  /**
   * What the program fails with. The component with the problem declares nothing, or, where a computed value is the
   * problem, no generation.
   */
  async function problems(
    program: (connection: { kubeconfig: string }) => unknown,
    isPlain = true,
  ): Promise<string> {
    stack?.remove();
    stack = new KubernetesStack((kubeconfig) => {
      program({ kubeconfig });
      return {};
    });
    const result = await stack.preview();
    expect(result.error, "the program was expected to fail").to.be.a("string");
    if (isPlain) expect(result.lines.filter((line) => /^create (worker|shop)/.test(line))).to.deep.equal([]);
    expect(result.lines.filter((line) => /^create (worker|shop)(?!(-service)?$)/.test(line))).to.deep.equal(
      [],
    );
    return [result.error, ...result.failures.map((one) => one.message)].join("\n");
  }

  const declare = (change: object, name: string, isPlain: boolean) =>
    problems(
      (connection) => new BlueGreenGroup(name, { ...base, ...change, connection } as BlueGreenGroupArgs),
      isPlain,
    );
  const group = (change: object, name = "shop") => declare(change, name, true);
  const computed = (change: object) => declare(change, "shop", false);

  it("come all at once, each with its property, what was given and what is allowed", async () => {
    const text = await group({
      image: "web:latest",
      replicas: 0,
      user: "nobody",
      namespace: "Shop",
      labels: { "a b": "c", "dev.anew.group": "mine", team: "a b" },
      annotations: { x: 1 },
      serviceAccount: "",
      imagePullSecrets: ["Registry"],
      nodeSelector: ["gpu"],
      tolerations: [{ effect: "Never" }, { key: "a", operator: "Exists", value: "b" }],
      autoscale: { max: 0, cpu: 200 },
      env: { "1A": "x" },
      ports: { main: 9000 },
      service: { type: "Ingress", nodePort: 99999 },
      hooks: { beforeSwitch: { command: "migrate", timeout: "soon" }, during: { command: ["x"] } },
      inFlight: { path: "metrics", metric: "in flight" },
      colour: "blue",
    });
    for (const property of [
      'image: got "web:latest"',
      "replicas: got 0",
      'user: got "nobody"',
      'namespace: got "Shop"',
      'labels["a b"]: got "a b"',
      'labels["dev.anew.group"]: got "dev.anew.group", expected a key that is not Anew\'s own',
      'labels.team: got "a b"',
      "annotations.x: got 1",
      'serviceAccount: got ""',
      'imagePullSecrets[0]: got "Registry"',
      'nodeSelector: got ["gpu"]',
      'tolerations[0].effect: got "Never"',
      "tolerations[0].key: got nothing",
      'tolerations[1].value: got "b"',
      "autoscale.max: got 0",
      "autoscale.cpu: got 200",
      'env["1A"]: got "1A"',
      'ports.main: got "main"',
      'service.type: got "Ingress"',
      "service.nodePort: got 99999",
      'hooks.beforeSwitch.command: got "migrate"',
      'hooks.beforeSwitch.timeout: got "soon"',
      "hooks.during:",
      'inFlight.path: got "metrics"',
      'inFlight.metric: got "in flight"',
      "colour:",
    ]) {
      expect(text).to.contain(property);
    }
    expect(text).to.contain("BlueGreenGroup shop: 26 problems");
  });

  it("name what a Service alone can't do, and the Gateway that can", async () => {
    const text = await group({
      listen: { port: 80, host: "a.example", path: "/x" },
      traffic: { kind: "gradual", steps: [50], every: "1 second" },
    });
    for (const property of ["listen.host", "listen.path", "traffic.kind", "gateway"]) {
      expect(text).to.contain(property);
    }
  });

  it("name combinations that no address can have", async () => {
    expect(await group({ listen: [{ port: 80 }, { port: 80 }] })).to.contain("listen: got 80");
    expect(await group({ service: { nodePort: 30080 } })).to.contain('service.type "NodePort"');
    const twice = { type: "NodePort", nodePort: 30080 };
    expect(await group({ listen: [{ port: 80 }, { port: 81 }], service: twice })).to.contain(
      "service.nodePort",
    );
    const gateway = { name: "edge" };
    expect(await group({ gateway, service: {} })).to.contain("leave one of them out");
    const listen = [
      { port: 80, host: "a.example", path: "/a" },
      { port: 80, host: "b.example", path: "/b" },
    ];
    expect(await group({ gateway, listen })).to.contain("every port with every host and every path");
    expect(await group({ gateway: { namespace: "infra" } })).to.contain("gateway.name: got nothing");
  });

  it("name names that no Service can have, or that another component of the program has", async () => {
    for (const name of ["Shop", "1shop", "shop.web", "s".repeat(64)]) {
      expect(await group({}, name)).to.contain(`name: got "${name}"`);
    }
    expect(await group({ preview: { port: 81 } }, "s".repeat(56))).to.contain("at most 55");
    const text = await problems((connection) => {
      new BlueGreenGroup("web", { ...base, preview: { port: 81 }, connection });
      new ImmutableService("web-preview", { image: base.image, connection });
    });
    expect(text).to.contain('name: got "web-preview"').and.to.contain("BlueGreenGroup web needs");
  });

  it("let two components of one name be in two namespaces", async () => {
    stack = new KubernetesStack((kubeconfig) => {
      const connection = { kubeconfig };
      new BlueGreenGroup("web", { ...base, namespace: "a", connection });
      new ImmutableService("web", { image: base.image, namespace: "b", connection });
      return {};
    });
    const result = await stack.preview();
    expect(result.failures.map(({ message }) => message).join("\n")).not.to.contain("no other component");
  });

  it("name an explicit provider without its connection, also an inherited one", async () => {
    const provider = () => new k8s.Provider("remote", { context: "remote" });
    expect(await problems(() => new BlueGreenGroup("web", base, { provider: provider() }))).to.contain(
      "connection:",
    );
    class Shop extends pulumi.ComponentResource {
      constructor(remote: k8s.Provider) {
        super("test:Shop", "parts", {}, { providers: [remote] });
        new BlueGreenGroup("web", base, { parent: this });
      }
    }
    expect(await problems(() => new Shop(provider()))).to.contain("connection:");
  });

  it("name an image that only the Docker daemon has, given as it is or computed", async () => {
    const id = `sha256:${"1".repeat(64)}`;
    expect(await group({ image: id }))
      .to.contain("image: got")
      .and.to.contain("a repository that the nodes");
    expect(await computed({ image: pulumi.output(id) })).to.contain("a repository that the nodes");
  });

  it("name storage that two generations can't share", async () => {
    const state = [{ volume: "data", path: "/data", access: "exclusive" as const }];
    expect(await group({ state })).to.contain("state[0].access");
  });

  it("name a secret in the command of a health check, which a cluster would show", async () => {
    const healthCheck = { command: ["/check", pulumi.secret("hunter2")], timeout: "20 seconds" };
    const text = await computed({ healthCheck });
    expect(text).to.contain("healthCheck.command[1]: got [secret]").and.not.to.contain("hunter2");
  });

  it("name files that are too large for a ConfigMap or a Secret, with their size", async () => {
    const large = "x".repeat(600 * 1024);
    expect(await computed({ files: { "/etc/a": large, "/etc/b": large } })).to.contain(
      'files: got "1228800 bytes"',
    );
    const files = { "/etc/a": pulumi.secret(large), "/etc/b": pulumi.secret(large) };
    expect(await computed({ files })).to.contain("secret files: got");
  });

  it("name an autoscaler that may not even have the computed replicas", async () => {
    const text = await computed({ replicas: pulumi.output(5), autoscale: { max: 3, cpu: 50 } });
    expect(text).to.contain("autoscale.max: got 3").and.to.contain("at least 5");
  });

  it("name what stands beside a Service that is taken over, and the namespace that it needs", async () => {
    const text = await group({ service: { existing: "Web", type: "NodePort" } });
    expect(text).to.contain(
      'service.existing: got "Web", expected the plain name of a Service that is there',
    );
    expect(text).to.contain('service.type: got "NodePort", expected nothing beside existing');
    expect(text).to.contain("namespace: got nothing, expected the namespace of the Service");
  });
});
