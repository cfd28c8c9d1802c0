import { expect } from "chai";
import { type Cluster, requireCluster } from "../cluster";
import { expectSuccess, stepsOf } from "../e2e/support/steps";
import { requireDocker } from "../setup";
import { type Case, inLanes, type Lanes } from "./support/lanes";
import type { Program } from "./support/programs";
import { ServingStack } from "./support/serving-stack";

/** A new generation that never gets the traffic, and what the error says of it. */
interface Bad {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly says: readonly RegExp[];
}

const GONE = `sha256:${"0".repeat(64)}`;

const BAD: readonly Bad[] = [
  {
    name: "that crashes in a loop",
    args: { command: ["node", "-e", "console.log('no database at db.example'); process.exit(3)"] },
    says: [/no database at db\.example/, /exit code 3|exitCode 3|CrashLoopBackOff/],
  },
  {
    name: "that is never ready",
    args: { env: { BAD: "1" } },
    says: [/did not become healthy within/, /500/],
  },
  {
    name: "whose health comes and goes",
    args: {
      env: { FLAPPING: "1" },
      healthCheck: { path: "/healthz", healthyAfter: 5, timeout: "8 seconds" },
    },
    says: [/did not become healthy within/],
  },
  {
    name: "whose image can't be pulled",
    args: { image: "IMAGE" },
    says: [/ErrImagePull|ImagePullBackOff/, /0{64}/],
  },
  {
    name: "for which no node has room",
    args: { resources: { cpu: 500, memory: "64 MiB" } },
    says: [/Insufficient cpu|Unschedulable/],
  },
  {
    name: "that asks for a node that is not there",
    args: { nodeSelector: { "disk-kind": "golden" } },
    says: [/node\(s\) didn't match|Unschedulable/],
  },
];

/** Releases that run beside each other. */
const LANES = 3;

const program = (args: Readonly<Record<string, unknown>>): Program => ({
  groups: {
    web: {
      args: {
        service: { type: "NodePort" },
        healthCheck: { path: "/healthz", timeout: "8 seconds" },
        ...args,
      },
    },
  },
});
const GOOD = program({ env: { VERSION: "1" } });

describe("a generation in a cluster", function () {
  this.timeout(300_000);
  let cluster: Cluster;
  let lanes: Lanes;
  const stacks: ServingStack[] = [];

  const cases: readonly Case<ServingStack>[] = [
    ...BAD.map(
      ({ name, args, says }): Case<ServingStack> => ({
        name: `${name} gets no traffic, and the error says why`,
        run: async (one) => {
          const image = one.stack.image.replace(/sha256:[0-9a-f]{64}$/, GONE);
          const error = await refused(one, args.image === "IMAGE" ? { image } : args);
          for (const text of says) expect(error).to.match(text);
          await goesBack(one);
        },
      }),
    ),
    {
      name: "that exceeds a quota gets no traffic, and the error says which",
      run: async (one) => {
        const spec = { hard: { "requests.memory": "100Mi" } };
        await one.stack.apply({ apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "small" }, spec });
        const error = await refused(one, { env: { VERSION: "2" } });
        expect(error).to.match(/exceeded quota: small/);
        await goesBack(one);
        await one.stack.kubectl("delete", "resourcequota", "small");
      },
    },
    {
      name: "that is slow to start gets the traffic when it is ready, and not before",
      run: async (one) => {
        const healthCheck = { path: "/healthz", timeout: "30 seconds" };
        const slow = program({ env: { VERSION: "slow", HEALTHY_AFTER: "3000" }, healthCheck });
        expectSuccess(await one.stack.up(slow));
        await one.expectVersion("slow");
        expectSuccess(await one.stack.up(GOOD));
        await one.expectVersion("1");
      },
    },
    {
      name: "in a namespace that is not there is an input error, before anything is made",
      run: async ({ stack }) => {
        const result = await stack.preview(program({ namespace: "nowhere" }));
        expect(result.error).to.match(/namespace: got "nowhere"/);
      },
    },
    {
      name: "whose label another Service selects is an input error",
      run: async ({ stack }) => {
        const spec = { selector: { app: "web" }, ports: [{ port: 80 }] };
        await stack.apply({ apiVersion: "v1", kind: "Service", metadata: { name: "other" }, spec });
        const result = await stack.preview(program({ env: { VERSION: "9" }, labels: { app: "web" } }));
        expect(result.error).to.match(/labels/);
        expect(result.error).to.contain("other");
        await stack.kubectl("delete", "service", "other");
      },
    },
    {
      name: "that one may not make says which verb on which resource is missing",
      run: async (one) => {
        const { stack } = one;
        await stack.kubectl("create", "serviceaccount", "reader");
        const account = `--serviceaccount=${stack.namespace}:reader`;
        await stack.kubectl("create", "rolebinding", "reader", "--clusterrole=view", account);
        stack.kubeconfig = await cluster.kubeconfigOf(stack.namespace, "reader");
        try {
          const error = await refused(one, { env: { VERSION: "forbidden" } });
          expect(error).to.match(/cannot (create|patch|list|get) resource "\w+"/);
        } finally {
          stack.kubeconfig = cluster.kubeconfig;
        }
        await goesBack(one);
      },
    },
  ];

  before(async function () {
    cluster = await requireCluster(this);
    const docker = await requireDocker(this);
    const create = async () => {
      const one = await ServingStack.create(cluster, docker, GOOD);
      stacks.push(one);
      return one;
    };
    lanes = inLanes(cases, LANES, create, async ({ traffic }) => void (await traffic.stopWithoutFailures()));
  });

  after(async () => {
    for (const one of stacks) await one.remove();
  });

  for (const { name } of cases) it(name, () => lanes.outcome(name));

  it("costs no request of those that the old one serves", () => lanes.ended);
});

/** A release that fails, while the pods that serve stay what they are. @returns its error */
async function refused(one: ServingStack, args: Readonly<Record<string, unknown>>): Promise<string> {
  const { stack, traffic } = one;
  const { generation } = await one.ask();
  const before = await stack.pods(generation);
  const result = await stack.up(program(args));
  expect(result.exitCode).not.to.equal(0);
  expect(stepsOf(result)).not.to.include("update Switch web-switch");
  expect((await one.ask()).version).to.equal("1");
  expect(await stack.pods(generation)).to.deep.equal(before);
  traffic.expectNoFailures();
  return result.error ?? "";
}

/** The next update with the old arguments clears away, and touches nothing that serves. */
async function goesBack({ stack, traffic }: ServingStack): Promise<void> {
  const result = await stack.up(GOOD);
  expectSuccess(result);
  expect(stepsOf(result).filter((step) => !step.startsWith("delete "))).to.deep.equal([]);
  traffic.expectNoFailures();
}
