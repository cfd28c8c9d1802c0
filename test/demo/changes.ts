import type { Step } from "../setup/engine/engine";

/** What an update did. */
export interface Changes {
  /** Images that were not there before. */
  readonly builds: number;
  readonly created: number;
  readonly replaced: number;
  readonly deleted: number;
  /** URNs of what was modified where it stands. */
  readonly updatedInPlace: readonly string[];
}

const SWITCH = "pulumi-nodejs:dynamic/anew:Switch";
const IMAGE = "pulumi-nodejs:dynamic/anew:Image";

interface Deployment {
  readonly deployment: {
    readonly resources?: readonly {
      readonly urn: string;
      readonly outputs?: { readonly reused?: unknown; readonly reference?: unknown };
    }[];
  };
}

/**
 * Counts the steps of an update.
 *
 * @param deployment the stack's state after the update, as it is exported
 */
export function changesOf(steps: readonly Step[], deployment: unknown): Changes {
  const urns = (op: string): readonly string[] =>
    steps.filter((step) => step.op === op && !isDefaultProvider(step.urn)).map(({ urn }) => urn);
  return {
    builds: builtImages(steps, deployment).length,
    created: urns("create").length,
    replaced: urns("create-replacement").length,
    deleted: urns("delete").length,
    updatedInPlace: urns("update"),
  };
}

/** References of the images that these steps have built. */
export function builtImages(steps: readonly Step[], deployment: unknown): readonly string[] {
  const { resources = [] } = (deployment as Deployment).deployment;
  const created = new Set(steps.filter(({ op }) => op === "create").map(({ urn }) => urn));
  return resources
    .filter(({ urn, outputs }) => created.has(urn) && isA(IMAGE, urn) && outputs?.reused === false)
    .map(({ outputs }) => String(outputs?.reference));
}

/** The only resource that may be modified. */
export function isSwitch(urn: string): boolean {
  return isA(SWITCH, urn);
}

/** Pulumi's own bookkeeping, which it neither shows nor counts: that of dynamic providers follows the stack's configuration. */
function isDefaultProvider(urn: string): boolean {
  const [, , types = "", name = ""] = urn.split("::");
  return types.startsWith("pulumi:providers:") && name.startsWith("default");
}

function isA(type: string, urn: string): boolean {
  const [, , types = ""] = urn.split("::");
  return types.split("$").at(-1) === type;
}
