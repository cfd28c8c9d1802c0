import * as k8s from "@pulumi/kubernetes";
import { expect } from "chai";
import { type Clock, REAL_CLOCK } from "../../src/clock";
import { KubernetesProvider } from "../../src/providers/kubernetes/kubernetes-provider";
import { TestStack } from "../../src/test-stack";
import { KubernetesNamespace } from "../support/kubernetes-namespace";

const providers = {
  kubernetes: (context: ConstructorParameters<typeof KubernetesProvider>[0]) =>
    new KubernetesProvider(context, {}),
};

/** Pauses between the attempts to make what may still come, milliseconds. */
const TRIED_AGAIN_AFTER = [1000, 2000, 4000, 8000, 16_000];

/** A clock on which nobody waits long, and how long each wait was meant to be. */
function impatient(): { readonly clock: Clock; readonly pauses: readonly number[] } {
  const pauses: number[] = [];
  const sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    pauses.push(ms);
    return REAL_CLOCK.sleep(ms / 100, signal);
  };
  return { clock: { now: REAL_CLOCK.now, sleep }, pauses };
}

describe("what a real cluster refuses", function () {
  this.timeout(120_000);
  let place: KubernetesNamespace;

  before(async function () {
    place = await KubernetesNamespace.make(this);
  });
  after(() => place?.remove());

  const configMap = (name: string, options: { namespace?: string; provider?: k8s.Provider } = {}) => {
    const { provider, ...where } = options;
    return new k8s.core.v1.ConfigMap(
      name,
      { metadata: { name, ...where }, data: {} },
      provider ? { provider } : {},
    );
  };
  const failureOf = async (stack: TestStack) =>
    (await stack.up()).failures.map((one) => one.message).join("\n");

  it("an object that is there already is not taken over", async () => {
    const program = () => void configMap("taken");
    expect((await place.stack(program).up()).error).to.equal(undefined);
    const other = place.stack(program);
    expect((await other.preview()).error).to.equal(undefined);
    const message = await failureOf(other);
    expect(message).to.include(
      'was not successfully created by the Kubernetes API server: configmaps "taken" already exists',
    );
    expect(message).to.include("use `pulumi import`");
  });

  it("an object that is not valid is refused at preview already", async () => {
    const stack = place.stack(
      () => void new k8s.core.v1.Service("bad", { spec: { ports: [{ port: 70_000 }] } }),
    );
    const { failures } = await stack.preview();
    expect(failures[0]?.message).to.match(
      /Service "bad-[0-9a-f]{8}" is invalid: .*spec\.ports\[0\]\.port: Invalid value: 70000/,
    );
  });

  it("who may not do something is told the verb and the resource", async () => {
    const user = await place.serviceAccountKubeconfig("nobody");
    const stack = new TestStack({
      providers,
      program: () => {
        const provider = new k8s.Provider("limited", { kubeconfig: user, namespace: place.name });
        configMap("forbidden", { provider });
      },
    });
    // The preview cannot try; what it says is what the program says.
    const preview = await stack.preview();
    expect([preview.error, preview.lines.includes("create forbidden")]).to.deep.equal([undefined, true]);
    expect(await failureOf(stack)).to.match(
      /configmaps is forbidden: User "system:serviceaccount:.*:nobody" cannot create resource "configmaps" in API group "" in the namespace/,
    );
  });

  it("a cluster that cannot be reached lets a preview go on, and fails the update", async () => {
    const cluster = { name: "c", cluster: { server: "https://127.0.0.1:1" } };
    const context = { name: "x", context: { cluster: "c", user: "u" } };
    const kubeconfig = JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [cluster],
      contexts: [context],
      users: [{ name: "u", user: {} }],
      "current-context": "x",
    });
    const stack = new TestStack({
      providers,
      program: () => void configMap("far", { provider: new k8s.Provider("far", { kubeconfig }) }),
    });
    const preview = await stack.preview();
    expect([preview.error, preview.lines.includes("create far")]).to.deep.equal([undefined, true]);
    expect(await failureOf(stack)).to.match(
      /configured Kubernetes cluster is unreachable: unable to load schema information from the API server: Get "https:\/\/127\.0\.0\.1:1\/api\/v1": .*ECONNREFUSED/,
    );
  });

  it("a kubeconfig or a context that does not exist is named", async () => {
    const message = (args: k8s.ProviderArgs) =>
      failureOf(
        new TestStack({
          providers,
          program: () => void configMap("none", { provider: new k8s.Provider("none", args) }),
        }),
      );
    expect(await message({ kubeconfig: "/there/is/none" })).to.include(
      "configured Kubernetes cluster is unreachable",
    );
    expect(await message({ kubeconfig: place.kubeconfig, context: "none" })).to.include(
      'context "none" does not exist',
    );
  });

  it("a kind that is not served is named, and so is a namespace that is not there", async () => {
    const apiVersion = "nothing.example.com/v1";
    const kind = impatient();
    const nothing = place.stack(
      () => void new k8s.apiextensions.CustomResource("x", { apiVersion, kind: "Nothing" }),
      {},
      kind.clock,
    );
    const { failures } = await nothing.up();
    expect(failures[0]?.message).to.include(
      'no matches for kind "Nothing" in version "nothing.example.com/v1"',
    );
    expect(kind.pauses, "either may still come").to.deep.equal(TRIED_AGAIN_AFTER);
    const namespace = impatient();
    const lost = place.stack(
      () => void configMap("lost", { namespace: `${place.name}-none` }),
      {},
      namespace.clock,
    );
    expect((await lost.preview()).error).to.equal(undefined);
    expect(await failureOf(lost)).to.include(`namespaces "${place.name}-none" not found`);
    expect(namespace.pauses).to.deep.equal(TRIED_AGAIN_AFTER);
  });
});
