import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  kubernetesRules,
  MemoryFaults,
  MemoryProvider,
  MemoryStore,
  type TestResult,
  type TestRunArgs,
  TestStack,
} from "@anew/engine";
import type { BlueGreenGroupArgs } from "@anew/kubernetes";

/** A digest reference that differs by its version. */
export function image(version: number): string {
  return `registry.example/web@sha256:${String(version).padStart(64, "0")}`;
}

/** The arguments that the tests start from. */
export const base: BlueGreenGroupArgs = {
  image: image(1),
  port: 8080,
  listen: { port: 80 },
  healthCheck: { path: "/healthz", interval: "1 millisecond", healthyAfter: 1, timeout: "20 milliseconds" },
};

/** A stack whose cluster exists in memory, and whose traffic in one file. */
export class KubernetesStack {
  readonly store = new MemoryStore();
  readonly faults = new MemoryFaults();
  private readonly folder = mkdtempSync(join(tmpdir(), "anew-"));
  private readonly stack: TestStack;

  constructor(program: (kubeconfig: string) => unknown) {
    this.stack = new TestStack({
      program: () => program(this.kubeconfig) as Record<string, unknown>,
      // The provider's process finds the package from here.
      folder: resolve(__dirname, "../../../../test"),
      providers: {
        kubernetes: () =>
          new MemoryProvider({ types: [], other: kubernetesRules, store: this.store, faults: this.faults }),
      },
    });
  }

  get kubeconfig(): string {
    return `simulated://${this.file}`;
  }

  private get file(): string {
    return join(this.folder, "cluster.json");
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

  /** The outputs of the objects of a kind that the state holds, by logical name. */
  async objects(kind: string): Promise<Record<string, Record<string, unknown>>> {
    const found = (await this.resources()).filter(({ type }) => type.endsWith(`:${kind}`));
    return Object.fromEntries(found.map(({ urn, outputs }) => [urn.split("::").at(-1), outputs ?? {}]));
  }

  /** The live split of a group. */
  live(group = "web"): Record<string, number> {
    return this.simulation().groups[`test/dev/${group}`]?.live ?? {};
  }

  /** Tells the cluster what to do with the generations that come. */
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
