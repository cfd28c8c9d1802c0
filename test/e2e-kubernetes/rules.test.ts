import { expect } from "chai";
import { type Cluster, type OwnCluster, requireOwnCluster } from "../cluster";
import { apply, idlePod, makeNamespace } from "./support/objects";

const RESTRICTED = { "pod-security.kubernetes.io/enforce": "restricted" };

/** What a pod in a restricted namespace has to say of itself. */
const SAFE = {
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 1000,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  },
};

describe("the rules of the tests' cluster", function () {
  this.timeout(120_000);
  let cluster: Cluster & { readonly own: OwnCluster };
  const namespaces: string[] = [];

  before(async function () {
    cluster = await requireOwnCluster(this);
  });

  after(async () => {
    if (namespaces.length > 0) await cluster.mustKubectl(["delete", "namespace", ...namespaces]);
  });

  it("refuse a pod that may run as root in a restricted namespace, and run one that may not", async () => {
    const namespace = await make(RESTRICTED);
    const { exitCode, stderr } = await create(namespace, idlePod("careless"));
    expect(exitCode).to.equal(1);
    expect(stderr).to.contain("runAsNonRoot").and.to.contain("violates PodSecurity");
    await apply(cluster, namespace, idlePod("safe", SAFE));
    await kubectl(namespace, "wait", "pod/safe", "--for=condition=Ready", "--timeout=60s");
  });

  it("refuse what goes beyond a quota", async () => {
    const namespace = await make();
    const metadata = { name: "one" };
    await apply(cluster, namespace, {
      ...{ apiVersion: "v1", kind: "ResourceQuota", metadata },
      spec: { hard: { pods: "1" } },
    });
    await kubectl(
      namespace,
      "wait",
      "resourcequota/one",
      "--for=jsonpath={.status.hard.pods}=1",
      "--timeout=30s",
    );
    await apply(cluster, namespace, idlePod("first"));
    expect((await create(namespace, idlePod("second"))).stderr).to.contain("exceeded quota: one");
  });

  it("refuse an eviction that a budget does not allow", async () => {
    const namespace = await make();
    const budget = {
      ...{ apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata: { name: "all" } },
      spec: { minAvailable: 1, selector: { matchLabels: { app: "needed" } } },
    };
    await apply(cluster, namespace, budget, idlePod("needed"), idlePod("other"));
    await kubectl(namespace, "wait", "pod", "--all", "--for=condition=Ready", "--timeout=60s");
    expect((await evict(namespace, "needed")).stderr).to.contain("disruption budget");
    expect(await evict(namespace, "other")).to.deep.include({ exitCode: 0 });
  });

  it("allow a ServiceAccount what its role says, and nothing else", async () => {
    const namespace = await make();
    const metadata = { name: "reader" };
    await apply(cluster, namespace, { apiVersion: "v1", kind: "ServiceAccount", metadata });
    await allowToReadPods(namespace, { kind: "ServiceAccount", name: "reader", namespace });
    const kubeconfig = await cluster.kubeconfigOf(namespace, "reader");
    await expectToReadPodsOnly(kubeconfig, namespace);
  });

  it("allow a user with a certificate what its role says, and nothing else", async () => {
    const namespace = await make();
    await allowToReadPods(namespace, { kind: "User", name: "alice", apiGroup: "rbac.authorization.k8s.io" });
    await expectToReadPodsOnly(await cluster.own.kubeconfigOfUser("alice"), namespace);
  });

  async function make(labels: Readonly<Record<string, string>> = {}): Promise<string> {
    const namespace = await makeNamespace(cluster, labels);
    namespaces.push(namespace);
    return namespace;
  }

  function kubectl(namespace: string, ...args: string[]): Promise<string> {
    return cluster.mustKubectl(["--namespace", namespace, ...args]);
  }

  function create(namespace: string, object: object): ReturnType<Cluster["kubectl"]> {
    return cluster.kubectl(["create", "--namespace", namespace, "-f", "-"], JSON.stringify(object));
  }

  function evict(namespace: string, name: string): ReturnType<Cluster["kubectl"]> {
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
    const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace } };
    return cluster.kubectl(["create", "--raw", path, "-f", "-"], JSON.stringify(eviction));
  }

  async function allowToReadPods(namespace: string, subject: object): Promise<void> {
    const apiVersion = "rbac.authorization.k8s.io/v1";
    const metadata = { name: "reader" };
    const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] }];
    const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" };
    await apply(
      cluster,
      namespace,
      { apiVersion, kind: "Role", metadata, rules },
      { apiVersion, kind: "RoleBinding", metadata, roleRef, subjects: [subject] },
    );
  }

  async function expectToReadPodsOnly(kubeconfig: string, namespace: string): Promise<void> {
    const as = ["--kubeconfig", kubeconfig, "--namespace", namespace];
    const read = await cluster.kubectl([...as, "get", "pods"]);
    expect(read, read.stderr).to.deep.include({ exitCode: 0 });
    expect((await cluster.kubectl([...as, "get", "secrets"])).stderr).to.contain("Forbidden");
    expect((await cluster.kubectl([...as, "delete", "pod", "any"])).stderr).to.contain("Forbidden");
  }
});
