// The service that is released: a small answer, at once, that names who gave it.
const { createServer } = require("node:http");

const answer = JSON.stringify({ version: process.env.VERSION });
const server = createServer((_, response) => response.end(answer));
server.keepAliveTimeout = 60_000;
server.listen(8080);
process.on("SIGTERM", () => server.close(() => process.exit(0)));
