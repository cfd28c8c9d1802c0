import type { HealthCheckSpec, Spec } from "@anew/core";
import { expect } from "chai";
import fc from "fast-check";
import { podSpec } from "../src/manifests/pod";
import { readinessProbe } from "../src/manifests/probe";

const timing = { interval: 1000, healthyAfter: 1, unhealthyAfter: 3, timeout: 60_000, probeTimeout: 5000 };

const spec: Spec = {
  image: "registry.example/web@sha256:0",
  env: {},
  secretEnv: {},
  files: {},
  healthCheck: { kind: "running", ...timing },
  replicas: 1,
  user: "65532:65532",
  tmpfs: [],
  gracePeriod: 30_000,
  state: [],
  readOnlyRootFilesystem: true,
  capabilities: [],
};

function pod(change: Partial<Spec> = {}) {
  const request = { id: "3f2a91c0", image: spec.image, args: {}, labels: {}, selector: {} };
  return podSpec({ ...request, real: { ...spec, ...change }, files: "files", secrets: "secrets" });
}

function oneOf<T>(...values: T[]): fc.Arbitrary<T> {
  return fc.constantFrom(...values);
}

/** What the standard "restricted" demands of a pod with one container. */
function isRestricted(of: ReturnType<typeof pod>): boolean {
  const { securityContext, containers, volumes = [] } = JSON.parse(JSON.stringify(of));
  const [container] = containers;
  const { capabilities, allowPrivilegeEscalation } = container.securityContext;
  const allowed = ["name", "configMap", "secret", "emptyDir", "persistentVolumeClaim"];
  return (
    securityContext.runAsNonRoot &&
    securityContext.runAsUser !== 0 &&
    securityContext.seccompProfile.type === "RuntimeDefault" &&
    (securityContext.sysctls ?? []).every(
      ({ name }: { name: string }) => name === "net.ipv4.ip_unprivileged_port_start",
    ) &&
    allowPrivilegeEscalation === false &&
    capabilities.drop.includes("ALL") &&
    (capabilities.add ?? []).every((name: string) => name === "NET_BIND_SERVICE") &&
    volumes.every((volume: object) => Object.keys(volume).every((key) => allowed.includes(key)))
  );
}

describe("a pod", () => {
  it("is restricted, whatever it runs, but for root and for capabilities that the standard allows nobody", () => {
    const change = fc.record({
      port: fc.integer({ min: 1, max: 65_535 }),
      user: fc.tuple(fc.nat(70_000), fc.nat(70_000)).map(([user, group]) => `${user}:${group}`),
      files: oneOf<Spec["files"]>({}, { "/etc/a": "1" }),
      secretEnv: oneOf<Spec["secretEnv"]>({}, { A: "1" }),
      secretFiles: oneOf<Spec["files"]>({}, { "/etc/b": "1" }),
      tmpfs: oneOf<Spec["tmpfs"]>([], ["/tmp"]),
      state: oneOf<Spec["state"]>([], [{ volume: "data", path: "/data", access: "shared" }]),
      readOnlyRootFilesystem: fc.boolean(),
      capabilities: oneOf<Spec["capabilities"]>([], ["NET_BIND_SERVICE"], ["SYS_PTRACE"]),
    });
    fc.assert(
      fc.property(change, (given) => {
        const asked = given.user.startsWith("0:") || given.capabilities.includes("SYS_PTRACE");
        expect(isRestricted(pod(given))).to.equal(!asked);
      }),
    );
  });

  it("may listen on a low port without being root, as on a Docker host", () => {
    const sysctls = (of: ReturnType<typeof pod>) => (of.securityContext as { sysctls?: unknown }).sysctls;
    expect(sysctls(pod({ port: 80 }))).to.have.length(1);
    expect(sysctls(pod({ port: 8080, ports: { metrics: 99 } }))).to.have.length(1);
    expect([{ port: 8080 }, { port: 80, user: "0:0" }, {}].map((one) => sysctls(pod(one)))).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("goes on until its Service has left it out, and then has its whole grace period", () => {
    expect(pod({ port: 80 }).terminationGracePeriodSeconds).to.equal(35);
    expect(pod().terminationGracePeriodSeconds).to.equal(30);
  });

  it("takes a variable of the program's for Anew's own, and has each name once", () => {
    const { env } = JSON.parse(
      JSON.stringify(pod({ env: { ANEW_GENERATION: "mine" }, secretEnv: { B: "x" } })),
    ).containers[0];
    expect(env).to.deep.equal([
      { name: "ANEW_GENERATION", value: "mine" },
      { name: "B", valueFrom: { secretKeyRef: { name: "secrets", key: "env.B" } } },
    ]);
  });
});

describe("the readiness probe", () => {
  it("asks in whole seconds, never more often than it can", () => {
    const check: HealthCheckSpec = {
      ...timing,
      kind: "connect",
      port: 80,
      interval: 250,
      probeTimeout: 1001,
    };
    expect(readinessProbe(check)).to.deep.equal({
      tcpSocket: { port: 80 },
      periodSeconds: 1,
      timeoutSeconds: 2,
      failureThreshold: 3,
    });
  });

  it("runs a command as it was written", () => {
    const check: HealthCheckSpec = { ...timing, kind: "command", command: ["/check", "$(A)"] };
    expect(readinessProbe(check)?.exec).to.deep.equal({ command: ["/check", "$$(A)"] });
  });

  it("is none where nothing can be asked", () => {
    expect(readinessProbe({ ...timing, kind: "running" })).to.equal(undefined);
  });
});
