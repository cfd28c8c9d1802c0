/**
 * A service for tests, as a program for `node -e`: answers with its name. /healthz: 200, /broken: 500, /slow?ms=…: later,
 * /headers: what it was sent, /crash: it ends; upgrades are echoed.
 */
const SERVER_PROGRAM = `
const name = process.env.NAME;
const server = require("http").createServer((request, response) => {
  const url = new URL(request.url, "http://any");
  response.setHeader("x-served-by", name);
  if (url.pathname === "/crash") process.exit(1);
  if (url.pathname.startsWith("/broken")) response.statusCode = 500;
  if (url.pathname === "/moved") { response.statusCode = 302; response.setHeader("location", "/"); }
  const body = url.pathname === "/headers" ? JSON.stringify(request.headers) : name;
  setTimeout(() => response.end(body), Number(url.searchParams.get("ms") ?? 0));
});
server.on("upgrade", (request, socket) => {
  socket.write("HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: echo\\r\\nConnection: Upgrade\\r\\n\\r\\n");
  socket.on("data", (data) => socket.write(data));
  socket.on("end", () => socket.end());
  socket.on("error", () => {});
});
server.listen(Number(process.env.PORT ?? 8080), "0.0.0.0");
process.on("SIGTERM", () => process.exit(0));
`;

export { SERVER_PROGRAM };
