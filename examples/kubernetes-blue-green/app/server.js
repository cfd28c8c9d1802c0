const { createServer } = require("node:http");

const version = "v1";
const healthy = true;

const answer = JSON.stringify({
  version,
  generation: process.env.ANEW_GENERATION,
  logLevel: process.env.LOG_LEVEL,
  // Never the secret itself.
  database: new URL(process.env.DATABASE_URL).hostname,
});

let ending = false;

const server = createServer((request, response) => {
  if (ending) response.setHeader("connection", "close");
  if (request.url === "/healthz") return response.writeHead(healthy ? 200 : 503).end();
  response.writeHead(200, { "content-type": "application/json" }).end(answer);
});

server.listen(8080);

// Requests in flight are answered before the process ends, and clients that keep their connection are told to open another.
process.on("SIGTERM", () => {
  ending = true;
  setTimeout(() => server.close(() => process.exit(0)), 1000);
});
