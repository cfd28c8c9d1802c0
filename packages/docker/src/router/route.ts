import { HOST_EXPECTED, isRouteHost, isRoutePath, PATH_EXPECTED } from "./route-grammar";
import { RouterError } from "./router-error";

/** Where a group takes its requests from. */
interface Listen {
  /** One of the router's ports. */
  readonly port: number;
  /** The exact host name, without a port. @default any */
  readonly host?: string;
  /** Everything at or below this path; the longest one wins. @default "/" */
  readonly path?: string;
  /** Answer with a redirect to https on this port, and serve nothing here. */
  readonly redirectToHttps?: { readonly port: number };
}

/**
 * The key of a listen rule in the routes map. It ends in "/", and so does what is looked up, so that `/app` holds for
 * `/app` and `/app/x`, not for `/apple`.
 * @throws RouterError when the rule cannot be
 */
function routeKey(listen: Listen): string {
  const host = listen.host?.toLowerCase() ?? "*";
  const path = listen.path ?? "/";
  if (!Number.isInteger(listen.port) || listen.port < 1 || listen.port > 65535) {
    throw new RouterError("input", `listen.port: got ${listen.port}, expected a port from 1 to 65535`);
  }
  if (host !== "*" && !isRouteHost(host)) {
    throw new RouterError(
      "input",
      `listen.host: got ${JSON.stringify(listen.host)}, expected ${HOST_EXPECTED}`,
    );
  }
  if (!isRoutePath(path)) {
    throw new RouterError("input", `listen.path: got ${JSON.stringify(path)}, expected ${PATH_EXPECTED}`);
  }
  return `${listen.port}|${host}|${path.replace(/\/*$/, "/")}`;
}

/** What a rule stands as in the routes map: its backend, or ">" with the port to redirect to. */
function routeValue(listen: Listen, backend: string): string {
  const redirect = listen.redirectToHttps;
  if (redirect === undefined) return backend;
  return redirect.port === 443 ? ">" : `>:${redirect.port}`;
}

/** The whole of what a group's rules put into the routes map. @throws RouterError for two equal rules */
function routesOf(listens: readonly Listen[], backend: string): Record<string, string> {
  const routes: Record<string, string> = {};
  for (const listen of listens) {
    const key = routeKey(listen);
    if (Object.hasOwn(routes, key)) {
      throw new RouterError("input", `listen: ${describeRoute(key)} is named twice`);
    }
    routes[key] = routeValue(listen, backend);
  }
  return routes;
}

/** A key of the routes map, for people. */
function describeRoute(key: string): string {
  const [port, host, path] = key.split("|");
  return `port ${port}, host ${host === "*" ? "any" : host}, path ${path}`;
}

export type { Listen };
export { describeRoute, routeKey, routesOf, routeValue };
