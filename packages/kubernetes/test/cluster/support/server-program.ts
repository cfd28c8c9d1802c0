/**
 * A service for tests, as a program for `node -e`: answers with its name. /healthz: 200 once it is ready, /slow?ms=…: later,
 * /metrics: requests in flight. AT_END says what it does at SIGTERM: `exit` at once, `close` what is idle and end after the
 * rest, or `linger`: for some seconds it tells every client to open a new connection, then it closes.
 */
const SERVER_PROGRAM = `
const { NAME: name, AT_END: atEnd = "linger", READY_AFTER: readyAfter = "0", CRASH: crash } = process.env;
if (crash) { console.log("reading the configuration"); console.error(crash); process.exit(3); }
const started = Date.now();
let inFlight = 0;
let ending = false;
const server = require("http").createServer((request, response) => {
  const url = new URL(request.url, "http://any");
  if (ending) response.setHeader("connection", "close");
  if (url.pathname === "/metrics") return response.end("requests_in_flight " + inFlight + "\\n");
  if (url.pathname === "/healthz") {
    response.statusCode = Date.now() - started < Number(readyAfter) ? 503 : 200;
    return response.end();
  }
  inFlight += 1;
  response.on("close", () => { inFlight -= 1; });
  setTimeout(() => response.end(name), Number(url.searchParams.get("ms") ?? 0));
});
server.keepAliveTimeout = 60000;
server.listen(8080, "0.0.0.0", () => console.log("listening"));
process.on("SIGTERM", () => {
  console.log("ending");
  if (atEnd === "exit") process.exit(0);
  ending = true;
  setTimeout(() => server.close(() => process.exit(0)), atEnd === "linger" ? 3000 : 0);
});
`;

export { SERVER_PROGRAM };
