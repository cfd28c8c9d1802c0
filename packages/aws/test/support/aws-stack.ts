import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { ecs } from "@anew/aws";
import {
  AWS_INVOKES,
  AWS_TYPES,
  MemoryFaults,
  MemoryProvider,
  MemoryStore,
  type TestResult,
  type TestRunArgs,
  TestStack,
} from "@anew/engine";
import * as aws from "@pulumi/aws";

/** A digest reference that differs by its version. */
export function image(version: number): string {
  return `registry.example/web@sha256:${String(version).padStart(64, "0")}`;
}

export const ROLE = "arn:aws:iam::123456789012:role/web-execution";

/** The arguments that the tests of a group in ECS start from; its listener is a resource of the program. */
export const ecsBase: Omit<ecs.BlueGreenGroupArgs, "listen" | "connection"> = {
  image: image(1),
  port: 8080,
  cluster: "shop",
  network: {
    vpc: "vpc-0123456789abcdef0",
    subnets: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    securityGroups: ["sg-0123456789abcdef0"],
  },
  healthCheck: { path: "/healthz", interval: "1 millisecond", healthyAfter: 1, timeout: "20 milliseconds" },
};

/** A load balancer with one listener, as a program declares it. */
export function declareListener(name = "edge", port = 80): aws.lb.Listener {
  const balancer = new aws.lb.LoadBalancer(name, { subnets: ["subnet-0123456789abcdef0"] });
  return new aws.lb.Listener(name, {
    loadBalancerArn: balancer.arn,
    port,
    defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain" } }],
  });
}

/** A stack whose account exists in memory, and whose traffic in one file. */
export class AwsStack {
  readonly store = new MemoryStore();
  readonly faults = new MemoryFaults();
  private readonly folder = mkdtempSync(join(tmpdir(), "anew-"));
  private readonly stack: TestStack;

  constructor(program: (endpoint: string) => unknown) {
    this.stack = new TestStack({
      program: () => program(this.endpoint) as Record<string, unknown>,
      // The provider's process finds the package from here.
      folder: resolve(__dirname, "../../../../test"),
      providers: {
        aws: () =>
          new MemoryProvider({
            types: AWS_TYPES,
            invokes: AWS_INVOKES,
            store: this.store,
            faults: this.faults,
          }),
      },
    });
  }

  get endpoint(): string {
    return `simulated://${this.file}`;
  }

  private get file(): string {
    return join(this.folder, "account.json");
  }

  preview(args?: TestRunArgs): Promise<TestResult> {
    return this.stack.preview(args);
  }

  up(args?: TestRunArgs): Promise<TestResult> {
    return this.stack.up(args);
  }

  destroy(): Promise<TestResult> {
    return this.stack.destroy();
  }

  /** What the state holds. */
  async resources(): Promise<StateResource[]> {
    const { resources } = (await this.stack.state()) as { resources?: StateResource[] };
    return resources ?? [];
  }

  /** The state as it is kept. */
  stored(): Promise<string> {
    return this.stack.stored();
  }

  /** The inputs of the resources of a type that the state holds, by logical name. */
  async inputs(type: string): Promise<Record<string, Record<string, unknown>>> {
    const found = (await this.resources()).filter((one) => one.type === type);
    return Object.fromEntries(found.map(({ urn, inputs }) => [urn.split("::").at(-1), inputs ?? {}]));
  }

  /** The live split of a group. */
  live(group = "web"): Record<string, number> {
    return this.simulation().groups[`test/dev/${group}`]?.live ?? {};
  }

  /** Tells the account what to do with the generations that come. */
  nextIsUnhealthy(is: boolean): void {
    writeFileSync(this.file, JSON.stringify({ ...this.simulation(), nextIsUnhealthy: is }));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private simulation(): { groups: Record<string, { live: Record<string, number> }> } {
    try {
      return JSON.parse(readFileSync(this.file, "utf8"));
    } catch {
      return { groups: {} };
    }
  }
}

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
}
