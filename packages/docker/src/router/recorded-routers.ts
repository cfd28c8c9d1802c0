import type { StackOutputs } from "@anew/core";

/** A router as the stack's state has it. */
interface RecordedRouter {
  /** Of the HostRouter, a component. */
  readonly urn: string;
  readonly name: string;
  readonly containerId: string;
  /** What its container really publishes. */
  readonly ports: readonly number[];
}

/** The frozen type token of a HostRouter. */
const ROUTER_TYPE = "anew:docker:Router";
const CONTAINER_OF_ROUTER = `${ROUTER_TYPE}$docker:index/container:Container::`;

/** Every router whose container is in the state. */
function recordedRouters(outputs: StackOutputs): RecordedRouter[] {
  return [...outputs].flatMap(([urn, { id, ports }]) => {
    const at = urn.indexOf(CONTAINER_OF_ROUTER);
    if (at === -1 || typeof id !== "string") return [];
    const name = urn.slice(at + CONTAINER_OF_ROUTER.length);
    return [
      { urn: `${urn.slice(0, at)}${ROUTER_TYPE}::${name}`, name, containerId: id, ports: portsOf(ports) },
    ];
  });
}

function portsOf(ports: unknown): number[] {
  const list: readonly { readonly external?: unknown }[] = Array.isArray(ports) ? ports : [];
  return list.map((one) => Number(one?.external)).filter((port) => port > 0);
}

export type { RecordedRouter };
export { ROUTER_TYPE, recordedRouters };
