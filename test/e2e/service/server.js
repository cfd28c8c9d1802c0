// The service of the end-to-end tests. Every answer names the generation that gave it; the environment decides how it behaves.
const { createServer } = require("node:http");

const { ANEW_GENERATION = "", VERSION = "", SECRET = "" } = process.env;
/** Milliseconds from the start until it calls itself healthy. */
const healthyAfter = Number(process.env.HEALTHY_AFTER ?? 0);
/** Share of the requests that it fails, 0 to 1; all with a secret that is wrong. */
const errors = SECRET.startsWith("wrong") ? 1 : Number(process.env.ERRORS ?? 0);
/** Milliseconds that every answer takes. */
const slow = Number(process.env.SLOW ?? 0);
/** Milliseconds that it goes on after it was told to end. */
const lastFor = Number(process.env.LAST_FOR ?? 0);
const started = Date.now();
let count = 0;
let checks = 0;
let ending = false;

const server = createServer((request, response) => {
  // A client that keeps its connection shall not find it closed under its next request.
  if (ending) response.setHeader("connection", "close");
  const url = new URL(request.url, "http://service");
  if (url.pathname === "/healthz") {
    checks += 1;
    const bad = process.env.BAD || (process.env.FLAPPING && checks % 3 === 0);
    response.statusCode = bad || Date.now() - started < healthyAfter ? 500 : 200;
    return response.end("health");
  }
  count += 1;
  response.statusCode = Math.floor(count * errors) > Math.floor((count - 1) * errors) ? 500 : 200;
  const body = JSON.stringify({ generation: ANEW_GENERATION, version: VERSION, secret: SECRET });
  // A request can be slow for one version only.
  const isSlow = [null, VERSION].includes(url.searchParams.get("version"));
  setTimeout(() => response.end(body), Math.max(slow, isSlow ? Number(url.searchParams.get("ms") ?? 0) : 0));
});
server.keepAliveTimeout = 60_000;
server.listen(8080);
process.on("SIGTERM", () => {
  ending = true;
  setTimeout(() => server.close(() => process.exit(0)), lastFor);
});
