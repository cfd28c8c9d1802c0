import * as pulumi from "@pulumi/pulumi";
import type { History } from "../history/history";
import { noHistory } from "../history/history";
import { parseHistory } from "../history/parse-history";
import type { Known } from "../provider/platform";
import { SWITCH_TYPE } from "./resources";
import { readStackOutputs, type StackOutputs } from "./stack-outputs";
import { childUrn, settled, urnName, urnsOf } from "./urns";

/** What the state says about a component. */
interface Recorded {
  readonly history: History;
  /** The group's key, as its labels and its router have it; the first name of a renamed component. */
  readonly key: string;
  /** The component's own URN and those of its aliases. */
  readonly urns: readonly string[];
  /** Everything that the stack's state holds; undefined where the history was given and the state not read. */
  readonly outputs: StackOutputs | undefined;
}

/**
 * Reads a component's history from the resource `<name>-<suffix>` below it that keeps it: by URN, else by an alias.
 * @param given the user's `history`, for engines that can't be asked
 */
async function readRecorded(
  component: pulumi.Resource,
  name: string,
  keeper: { readonly type: string; readonly suffix: string },
  given: pulumi.Input<History | undefined>,
): Promise<Recorded> {
  const urns = await urnsOf(component);
  if (given !== undefined) {
    const history = parseHistory(await settled<unknown>(pulumi.unsecret(pulumi.output(given))), "history");
    return { history, key: name, urns, outputs: undefined };
  }
  const outputs = await readStackOutputs();
  for (const urn of urns) {
    const found = outputs.get(childUrn(urn, keeper.type, `${urnName(urn)}-${keeper.suffix}`));
    if (found !== undefined) {
      const group = found.group as { readonly group?: unknown } | undefined;
      return {
        history: parseHistory(found.history, urn),
        key: typeof group?.group === "string" ? group.group : name,
        urns,
        outputs,
      };
    }
  }
  return { history: noHistory, key: name, urns, outputs };
}

/** What the state holds below a component; undefined where it could not be read. */
function knownOf(recorded: Recorded): Known | undefined {
  if (recorded.outputs === undefined) {
    return undefined;
  }
  const prefixes = recorded.urns.map((urn) => `${urn.slice(0, urn.lastIndexOf("::"))}$`);
  const ids = new Set<string>();
  const generations = new Set<string>();
  for (const [urn, outputs] of recorded.outputs) {
    if (!prefixes.some((prefix) => urn.startsWith(prefix))) {
      continue;
    }
    for (const value of [outputs.id, outputs.name, outputs.arn, ...kubernetesIds(outputs.metadata)]) {
      if (typeof value === "string") {
        ids.add(value);
      }
    }
    if (typeof outputs.generation === "string") {
      generations.add(outputs.generation);
    }
  }
  return { ids: [...ids].sort(), generations: [...generations].sort() };
}

/** What an object of Kubernetes is known by: its uid, and its namespace with its name. */
function kubernetesIds(metadata: unknown): unknown[] {
  const { uid, namespace, name } = (metadata ?? {}) as Readonly<Record<string, unknown>>;
  return [
    uid,
    ...(typeof namespace === "string" && typeof name === "string" ? [`${namespace}/${name}`] : []),
  ];
}

/** What the state says of how traffic reaches a group; undefined where it never had a switch. */
function recordedRoute(outputs: StackOutputs, groupUrns: readonly string[]): unknown {
  for (const urn of groupUrns) {
    const found = outputs.get(childUrn(urn, SWITCH_TYPE, `${urnName(urn)}-switch`));
    if (found !== undefined) {
      return found.route;
    }
  }
  return undefined;
}

export type { Recorded };
export { knownOf, readRecorded, recordedRoute };
