import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type Dockerode from "dockerode";

/** Everything that a container writes to both its outputs until it ends. */
export async function allLogs(container: Dockerode.Container, tty: boolean): Promise<string> {
  const stream = await container.logs({ follow: true, stdout: true, stderr: true });
  if (tty) return text(stream);
  const plain = new PassThrough();
  container.modem.demuxStream(stream, plain, plain);
  stream.on("end", () => plain.end());
  stream.on("error", (error) => plain.destroy(error));
  return text(plain);
}
