/** Exact host names, as they are looked up: without a port, without a star. RFC 1123, section 2.1. */
const HOST = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
const MAX_HOST = 253;
/** The characters of a path in RFC 3986, section 3.3: what else it holds is percent-encoded. */
const PATH = /^\/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*$/;

/** What the router takes, as it follows "expected". */
const HOST_EXPECTED = "one exact host name such as www.example.com, without a port";
const PATH_EXPECTED = "a path such as /app, percent-encoded, without a query";

function isRouteHost(host: string): boolean {
  return HOST.test(host) && host.length <= MAX_HOST;
}

function isRoutePath(path: string): boolean {
  return PATH.test(path);
}

export { HOST_EXPECTED, isRouteHost, isRoutePath, PATH_EXPECTED };
