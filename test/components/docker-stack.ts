import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { BlueGreenGroupArgs } from "@anew/docker";
import {
  DOCKER_TYPES,
  MemoryBackend,
  MemoryFaults,
  MemoryProvider,
  MemoryStore,
  type TestResult,
  type TestRunArgs,
  TestStack,
} from "@anew/engine";

/** A digest reference that differs by its version. */
export function image(version: number): string {
  return `registry.example/web@sha256:${String(version).padStart(64, "0")}`;
}

/** The arguments that the tests start from. */
export const base: BlueGreenGroupArgs = {
  image: image(1),
  port: 8080,
  listen: { port: 8000 },
  healthCheck: { path: "/healthz", interval: "1 millisecond", healthyAfter: 1, timeout: "20 milliseconds" },
};

/** A state out of which somebody takes resources between two updates. */
class ForgetfulBackend extends MemoryBackend {
  isGone: (urn: string) => boolean = () => false;

  override async load(...args: Parameters<MemoryBackend["load"]>): ReturnType<MemoryBackend["load"]> {
    const stored = await super.load(...args);
    if (stored === undefined) return undefined;
    const isLeft = (urn: unknown) => !this.isGone(String(urn));
    const resources = (stored.deployment.resources ?? [])
      .filter(({ urn }) => isLeft(urn))
      .map((resource) => ({
        ...resource,
        dependencies: listOf(resource.dependencies).filter(isLeft),
        propertyDependencies: Object.fromEntries(
          Object.entries(resource.propertyDependencies ?? {}).map(([key, urns]) => [
            key,
            listOf(urns).filter(isLeft),
          ]),
        ),
      }));
    return { ...stored, deployment: { ...stored.deployment, resources } as typeof stored.deployment };
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A stack whose Docker host and router exist in memory and in one file. */
export class DockerStack {
  readonly store = new MemoryStore();
  readonly faults = new MemoryFaults();
  private readonly folder = mkdtempSync(join(tmpdir(), "anew-"));
  private readonly stack: TestStack;
  private readonly backend = new ForgetfulBackend();

  constructor(program: (host: string) => unknown) {
    this.stack = new TestStack({
      program: () => program(this.host) as Record<string, unknown>,
      folder: resolve(__dirname, ".."),
      backend: this.backend,
      providers: {
        docker: () => new MemoryProvider({ types: DOCKER_TYPES, store: this.store, faults: this.faults }),
      },
    });
  }

  get host(): string {
    return `simulated://${this.file}`;
  }

  private get file(): string {
    return join(this.folder, "host.json");
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

  state(): ReturnType<TestStack["state"]> {
    return this.stack.state();
  }

  /** Takes resources out of the state, as `pulumi state delete` does; what exists stays. */
  async forgetByHand(isGone: (urn: string) => boolean): Promise<void> {
    this.backend.isGone = isGone;
  }

  /** The live split of a group. */
  live(group = "web"): Record<string, number> {
    return this.simulation().groups[`test/dev/${group}`]?.live ?? {};
  }

  /** Every generation that ever had all the traffic, in order. */
  served(): string[] {
    return this.simulation().log.flatMap(({ split }: { split: Record<string, number> }) =>
      Object.keys(split),
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  change(change: (simulation: Simulation) => void): void {
    const simulation = this.simulation();
    change(simulation);
    require("node:fs").writeFileSync(this.file, JSON.stringify(simulation));
  }

  private simulation(): Simulation {
    try {
      return JSON.parse(readFileSync(this.file, "utf8"));
    } catch {
      return { groups: {}, log: [] };
    }
  }
}

interface Simulation {
  groups: Record<string, { live: Record<string, number>; written: Record<string, number> }>;
  log: { split: Record<string, number> }[];
  nextIsUnhealthy?: boolean;
}
