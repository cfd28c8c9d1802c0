import type { Json } from "@anew/core";

/** Where a group listens, with every default written out. */
interface RouteListen {
  readonly port: number;
  /** @default any */
  readonly host?: string;
  readonly path: string;
}

/** A Job that has to succeed, made of the new generation's own pod. */
interface RouteHook {
  readonly command: readonly string[];
  readonly args?: readonly string[];
  readonly timeoutMs: number;
}

/** Where each pod tells how many requests it has in flight, in Prometheus' text format. */
interface RouteInFlight {
  readonly path: string;
  readonly port: number;
  readonly metric: string;
}

/** How traffic reaches a group in a cluster. Kept in the state as plain JSON. */
interface KubernetesRoute {
  /** What the switch writes: the selector of a Service, or the rules of an HTTPRoute. */
  readonly kind: "service" | "gateway";
  readonly namespace: string;
  /** Name of the Service or the HTTPRoute. */
  readonly name: string;
  readonly listen: readonly RouteListen[];
  /** Name of the Service that shows the generation that waits. */
  readonly preview?: string;
  readonly inFlight?: RouteInFlight;
  readonly hooks?: { readonly beforeSwitch?: RouteHook; readonly afterSwitch?: RouteHook };
}

/** The name of the port of each pod and each generation's Service that receives the traffic; its number may differ. */
const MAIN_PORT = "main";

/** Undefined where nothing routes. @throws Error for what no version of Anew has written */
function kubernetesRoute(value: Json): KubernetesRoute | undefined {
  if (value === null) {
    return undefined;
  }
  const route = value as unknown as Partial<KubernetesRoute>;
  const known = route.kind === "service" || route.kind === "gateway";
  if (!known || typeof route.namespace !== "string" || typeof route.name !== "string") {
    throw new Error(`a group's route can't be read: got ${JSON.stringify(value)}`);
  }
  return { ...(route as KubernetesRoute), listen: route.listen ?? [] };
}

export type { KubernetesRoute, RouteHook, RouteInFlight, RouteListen };
export { kubernetesRoute, MAIN_PORT };
