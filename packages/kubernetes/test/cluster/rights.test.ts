import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Json, reasonOf } from "@anew/core";
import { expect } from "chai";
import { parse } from "yaml";
import { eventually, failureOf, Lab } from "./support/lab";

const RIGHTS = join(__dirname, "../../rights.yaml");

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

describe("the rights that gate and switch need", function () {
  this.timeout(120_000);
  let lab: Lab;
  let identity: Json;
  let kubeconfig: string;
  const role = parse(readFileSync(RIGHTS, "utf8")) as { readonly rules: readonly Rule[] };

  before(async function () {
    lab = await Lab.open(this);
    await lab.addService();
    await lab.addService("web-preview");
    identity = await lab.addGeneration("a1");
    kubeconfig = await restrictedUser();
  });

  after(() => lab?.remove());

  it("are those of rights.yaml: with them, everything works", async () => {
    await grant(role.rules);
    const session = await lab.open(
      {
        preview: "web-preview",
        hooks: { beforeSwitch: { command: ["/usr/local/bin/node", "-v"], timeoutMs: 30_000 } },
      },
      "a1",
      kubeconfig,
    );
    const router = session.router!;
    await session.join("a1", identity);
    await eventually("it is healthy", async () => (await session.health("a1", identity)).healthy);
    await session.preview("a1");
    await session.beforeSwitch!("a1", identity);
    await router.shift({ a1: 100 });
    expect(await router.read()).to.deep.equal({ a1: 100 });
    expect(await router.health("a1")).to.deep.include({ healthy: true });
    await session.committed();
    expect(await session.explain(identity))
      .to.contain("ready")
      .and.to.not.contain("can't be read");
    await lab.addGeneration("lost");
    for (const orphan of await session.orphans({ ids: [], generations: [] }, { a1: identity })) {
      await session.removeOrphan(orphan);
    }
    await session.stopTraffic();
    expect(await router.inFlight("a1")).to.equal(undefined);
    await session.stop(identity, 1000);
    await session.start(identity);
    await session.leave("a1");
    await session.close();
  });

  it("that are missing are named: the verb, the resource, and where they are listed", async () => {
    await grant([]);
    const session = await lab.open({}, "a1", kubeconfig);
    const message = await failureOf(session.health("a1", identity));
    expect(message).to.contain('cannot get resource "deployments" in API group "apps" in the namespace');
    expect(message).to.contain("grant it, see docs/kubernetes.md#rights");
    await grant(role.rules.filter(({ resources }) => !resources.includes("pods/proxy")));
    const right = 'cannot get resource "pods/proxy"';
    await eventually("a pod is asked", async () =>
      (await session.health("a1", identity).then(() => "", reasonOf)).includes(right),
    );
    await session.close();
  });

  /** A ServiceAccount as a user. @returns the content of its kubeconfig */
  async function restrictedUser(): Promise<string> {
    const accounts = `/api/v1/namespaces/${lab.namespace}/serviceaccounts`;
    await lab.api.create(accounts, { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "ci" } });
    const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
    const { status } = await lab.api.create<{ status: { token: string } }>(`${accounts}/ci/token`, request);
    const admin = parse(readFileSync(lab.kubeconfig, "utf8"));
    admin.users = admin.users.map(({ name }: { name: string }) => ({ name, user: { token: status.token } }));
    return JSON.stringify(admin);
  }

  async function grant(rules: readonly Rule[]): Promise<void> {
    const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${lab.namespace}`;
    const apiVersion = "rbac.authorization.k8s.io/v1";
    await lab.api.remove(`${rbac}/roles/anew`, "Background");
    await lab.api.create(`${rbac}/roles`, { apiVersion, kind: "Role", metadata: { name: "anew" }, rules });
    if ((await lab.api.get(`${rbac}/rolebindings/ci`)) === undefined) {
      await lab.api.create(`${rbac}/rolebindings`, {
        apiVersion,
        kind: "RoleBinding",
        metadata: { name: "ci" },
        subjects: [{ kind: "ServiceAccount", name: "ci", namespace: lab.namespace }],
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "anew" },
      });
    }
  }
});
