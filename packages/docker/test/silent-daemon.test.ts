import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { expect } from "chai";
import { DockerSession } from "../src/platform/docker-session";
import { dockerClient } from "../src/router/docker-client";

describe("a Docker daemon that accepts and never answers", () => {
  let daemon: Server;
  let host: string;
  const sockets = new Set<Socket>();
  /** What it was asked. */
  let asked: string[];

  /** Answers pings, so that it seems to be well. */
  beforeEach(async () => {
    asked = [];
    daemon = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => sockets.delete(socket));
      socket.on("data", (data) => {
        const line = data.toString().split("\r\n", 1)[0] ?? "";
        asked.push(line);
        if (line.includes("/_ping")) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
      });
    });
    await new Promise<void>((resolve) => daemon.listen(0, "127.0.0.1", resolve));
    host = `tcp://127.0.0.1:${(daemon.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    daemon.close();
  });

  const messageOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => "it answered",
      (error: Error) => error.message,
    );

  it("is given up, with what it was asked, and its connection is closed", async () => {
    const docker = await dockerClient({ host }, { answerMs: 200, workMs: 300 });
    await docker.ping();
    expect(await messageOf(docker.getContainer("web").inspect())).to.equal(
      `the Docker daemon at ${host} did not answer GET /containers/web/json within 0.2 s`,
    );
    expect(await messageOf(docker.getContainer("web").exec({ Cmd: ["sh"] }))).to.contain(
      "did not answer POST /containers/web/exec within 0.3 s",
    );
    expect(await messageOf(docker.getContainer("web").stop({ t: 1 }))).to.contain("within 1.3 s");
    while (sockets.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  it("is given up by a session, whatever it asks", async () => {
    const docker = await dockerClient({ host }, { answerMs: 200, workMs: 200 });
    const key = { project: "p", stack: "s", group: "g", owner: "o" };
    const session = new DockerSession(docker, key, undefined, false);
    const identity = { containers: ["web"], parts: [], check: { kind: "command" } } as never;
    for (const work of [
      session.health("x", identity),
      session.running(identity),
      session.start(identity),
      session.orphans({ ids: [], generations: [] }, {}),
    ]) {
      expect(await messageOf(work)).to.contain(`the Docker daemon at ${host} did not answer`);
    }
  });
});
