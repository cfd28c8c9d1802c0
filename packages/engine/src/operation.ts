import type { Clock } from "./clock";
import { type CrashPoint, CrashWatch } from "./deploy/crash";
import type { RunOptions } from "./deploy/run-context";
import { Selection } from "./deploy/targets/selection";
import { UrnPatterns } from "./deploy/targets/urn-patterns";
import type { DestroyArgs, PreviewArgs, RefreshArgs, UpArgs } from "./operation-args";
import type { Snapshot } from "./state/checkpoint";
import { DependencyGraph } from "./state/dependencies";
import type { ResourceState } from "./state/resource-state";

/** What a user may ask for, with its arguments. */
export type Operation =
  | { readonly kind: "preview"; readonly args: PreviewArgs }
  | { readonly kind: "up"; readonly args: UpArgs }
  | { readonly kind: "destroy"; readonly args: DestroyArgs }
  | { readonly kind: "refresh"; readonly args: RefreshArgs };

/** How an operation is done. */
export interface OperationPlan {
  readonly options: RunOptions;
  readonly refresh: "no" | "before" | "only";
  readonly runsProgram: boolean;
}

/** As the Pulumi CLI: four times the cores would be its default; one number makes runs comparable. */
export const DEFAULT_PARALLEL = 16;

/**
 * How an operation on a state is done; undefined when there is nothing to do.
 * @throws Error when its arguments contradict each other
 */
export function planOperation(
  operation: Operation,
  base: Snapshot,
  crash: CrashPoint | undefined,
  clock?: Clock,
): OperationPlan | undefined {
  const { kind, args } = operation;
  const excluded = kind === "destroy" && operation.args.excludeProtected ? protectedUrns(base) : [];
  if (excluded.length > 0 && operation.args.target?.length) {
    throw new Error("target and excludeProtected are both given; a destruction takes one of them");
  }
  if (excluded.length > 0 && excluded.length === base.resources.length) return undefined;
  const common = {
    preview: isPreview(operation),
    parallel: Math.max(1, args.parallel ?? DEFAULT_PARALLEL),
    selection: new Selection({ ...args, exclude: [...(args.exclude ?? []), ...excluded] }),
    replace: new UrnPatterns("replace" in args ? args.replace : []),
    continueOnError: "continueOnError" in args && args.continueOnError === true,
    ignoreProtect: "ignoreProtect" in args && args.ignoreProtect === true,
    ...(crash ? { crash: new CrashWatch(crash) } : {}),
    ...(clock ? { clock } : {}),
  };
  const withProgram = args.runProgram ?? false;
  switch (kind) {
    case "refresh":
      return withProgram
        ? {
            options: { ...common, mode: "refresh", refreshRegistered: true },
            refresh: "no",
            runsProgram: true,
          }
        : {
            options: { ...common, mode: "update", refreshRegistered: false },
            refresh: "only",
            runsProgram: false,
          };
    case "destroy": {
      const options = {
        ...common,
        mode: withProgram ? "destroy" : "update",
        refreshRegistered: false,
      } as const;
      return { options, refresh: args.refresh ? "before" : "no", runsProgram: withProgram };
    }
    default: {
      const refreshRegistered = Boolean(args.refresh && withProgram);
      const refresh = args.refresh && !withProgram ? "before" : "no";
      return { options: { ...common, mode: "update", refreshRegistered }, refresh, runsProgram: true };
    }
  }
}

/** Whether an operation changes nothing. */
export function isPreview({ kind, args }: Operation): boolean {
  return kind === "preview" || ("previewOnly" in args && args.previewOnly === true);
}

/** The protected resources, and all that they need. */
function protectedUrns({ resources }: Snapshot): string[] {
  const graph = new DependencyGraph(resources);
  const kept = new Set<ResourceState>();
  for (const state of resources.filter((resource) => resource.protect)) {
    kept.add(state);
    for (const needed of graph.transitiveDependencies(state)) kept.add(needed);
  }
  return [...kept].map(({ urn }) => urn);
}
