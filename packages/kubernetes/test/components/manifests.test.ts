import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BlueGreenGroup, type BlueGreenGroupArgs } from "@anew/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { base, image, KubernetesStack, type StateResource } from "../support/kubernetes-stack";

const GOLDEN = join(__dirname, "..", "golden");

/** A group that gives everything that decides what runs. */
const full: BlueGreenGroupArgs = {
  image: image(1),
  command: ["/app/serve", "--price", "$(COST) $$5"],
  args: ["--token", pulumi.secret("t0ken")],
  env: { LOG_LEVEL: "info", MOTTO: "cash $(CASH)" },
  secretEnv: { DATABASE_URL: "postgres://db", PASSWORD: pulumi.secret("hunter2") },
  files: {
    "/etc/web/limits.json": '{"perSecond":50}',
    "/etc/web/banner": "hello",
    "/etc/web/key": pulumi.secret("-----BEGIN"),
  },
  port: 443,
  ports: { metrics: 9090, admin: 9091 },
  healthCheck: {
    path: "/healthz?full=1",
    port: 9091,
    interval: "250 milliseconds",
    probeTimeout: "1500 milliseconds",
    unhealthyAfter: 5,
    healthyAfter: 1,
    timeout: "2 seconds",
  },
  replicas: 3,
  resources: { cpu: 1.5, memory: "1024 MiB" },
  user: "1000:2000",
  tmpfs: ["/tmp", "/var/cache"],
  gracePeriod: "20 seconds",
  state: [
    { volume: "uploads", path: "/data/uploads", access: "shared" },
    { volume: "uploads", path: "/data/again", access: "shared" },
  ],
  readOnlyRootFilesystem: false,
  capabilities: ["NET_BIND_SERVICE"],
  namespace: "shop",
  labels: { team: "shop" },
  annotations: { "example.com/scrape": "true" },
  serviceAccount: "web",
  imagePullSecrets: ["registry"],
  nodeSelector: { "kubernetes.io/arch": "amd64" },
  tolerations: [{ key: "spot", operator: "Exists", effect: "NoSchedule" }],
  priorityClass: "high",
  autoscale: { max: 9, cpu: 70 },
  service: { type: "LoadBalancer", annotations: { "example.com/lb": "internal" } },
  preview: { port: 8081 },
  hooks: {
    beforeSwitch: { command: ["/app/migrate"] },
    afterSwitch: { command: ["/app/smoke"], timeout: "1 minute" },
  },
  inFlight: { path: "/metrics", port: 9090, metric: "http_in_flight" },
  listen: [{ port: 80 }, { port: 8443 }],
};

/**
 * Every object of a group, as it is declared, and what its gate and its switch get. Another form of what a generation is
 * made of needs no care, since what runs is frozen; another id, name, label or selector does.
 */
describe("the objects of a group", () => {
  for (const [name, args] of Object.entries({ minimal: base, full })) {
    it(`are what they were: ${name} (ANEW_GOLDEN=write takes what they are now)`, async () => {
      const stack = new KubernetesStack((kubeconfig) => {
        new BlueGreenGroup("web", { ...args, connection: { kubeconfig } });
        return {};
      });
      try {
        const result = await stack.up();
        expect(result.error, result.failures.map(({ message }) => message).join("\n")).to.equal(undefined);
        // With secrets, an id depends on the random salt of the group.
        const text = stable(await stack.resources(), name === "minimal");
        const file = join(GOLDEN, `${name}.json`);
        if (process.env.ANEW_GOLDEN === "write") writeFileSync(file, text);
        expect(JSON.parse(text)).to.deep.equal(JSON.parse(readFileSync(file, "utf8")));
      } finally {
        stack.remove();
      }
    });
  }
});

/** The inputs of the objects and the gate's identity and route, without what is another one in each run. */
function stable(resources: readonly StateResource[], keepIds: boolean): string {
  const shown = resources.flatMap(({ urn, type, inputs = {} }) => {
    const [qualified = "", name = ""] = urn.split("::").slice(-2);
    if (type.startsWith("kubernetes:")) return [{ [`${qualified} ${name}`]: inputs }];
    if (!type.endsWith("anew:Gate")) return [];
    const { identity, route } = inputs;
    return [{ [`${qualified} ${name}`]: { identity, route } }];
  });
  const text = JSON.stringify(shown, undefined, 2);
  return `${text
    .replace(/"dev.anew.owner": "[0-9a-f]{16}"/g, '"dev.anew.owner": "<owner>"')
    .replace(/"uid": "[0-9a-f-]{36}"/g, '"uid": "<uid>"')
    .replace(/(web-[0-9a-f]{8}(?:-files|-secrets)?)-[0-9a-f]{8}\b/g, "$1-<random>")
    .replace(/"(?:web-)?[0-9a-f]{8}\b|\bweb-[0-9a-f]{8}\b/g, (found) =>
      keepIds ? found : found.replace(/[0-9a-f]{8}/, "<generation>"),
    )}\n`;
}
