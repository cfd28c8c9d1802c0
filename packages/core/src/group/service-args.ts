import type * as pulumi from "@pulumi/pulumi";
import type { History } from "../history/history";
import type { SpecRules } from "../resolve-spec";
import type { ServiceArgs } from "../spec-args";

/** The arguments of an ImmutableService that are its own. */
interface ServiceOnlyArgs {
  /**
   * - `"full"`: the new generation is healthy before the old one is removed, so for a moment two run;
   * - `"none"`: the old one is removed first. Nothing runs in between, and when the new one does not become healthy
   *   nothing runs at all: for what two can never hold, such as `state` with `access: "exclusive"`.
   * @default "full"
   */
  readonly overlap?: "full" | "none";
  /**
   * The component's own `history` output of the last update, for an engine that can't read it by itself.
   * @default read from the state
   */
  readonly history?: pulumi.Input<History | undefined>;
}

/** The arguments of an ImmutableService on any target. */
interface ImmutableServiceArgs extends ServiceArgs, ServiceOnlyArgs {}

/** Names of the arguments that are the service's own. */
const SERVICE_ONLY_ARGS = ["overlap", "history"] as const satisfies readonly (keyof ServiceOnlyArgs)[];

/** How a service's arguments are read: whether two generations run side by side decides about its state. */
function serviceRules(args: ServiceOnlyArgs, ownArgs: readonly string[]): SpecRules {
  return {
    otherArgs: [...SERVICE_ONLY_ARGS, ...ownArgs],
    ...(args.overlap === "none"
      ? {}
      : {
          exclusiveState: {
            expected: '"shared", because the new generation runs before the old one is removed',
            fix: 'or overlap: "none", which removes the old one first and is down in between',
          },
        }),
  };
}

export type { ImmutableServiceArgs, ServiceOnlyArgs };
export { SERVICE_ONLY_ARGS, serviceRules };
