import type Docker from "dockerode";

/** A server in the router, as its volume says it and as it runs. */
export interface RoutedServer {
  readonly group: string;
  readonly generation: string;
  /** `backend/slot`, as HAProxy's runtime API names it. */
  readonly server: string;
  readonly written: number;
  readonly live: number;
}

/** HAProxy's runtime API, asked by hand as an operator would: inside the router's container. */
export async function askHaproxy(docker: Docker, router: string, command: string): Promise<string> {
  return runIn(docker, router, `echo '${command}' | nc 127.0.0.1 65321`);
}

/** Every server of every group, of the volume and of the running process. */
export async function routedServers(docker: Docker, router: string): Promise<readonly RoutedServer[]> {
  const files = await runIn(docker, router, "head -qn1 /var/lib/anew/groups/*.cfg 2>/dev/null || true");
  const weights = new Map(
    (await askHaproxy(docker, router, "show servers state"))
      .split("\n")
      .map((line) => line.split(" "))
      .filter(([id]) => /^\d+$/.test(id ?? ""))
      .map((fields) => [`${fields[1]}/${fields[3]}`, Number(fields[7])]),
  );
  return files
    .split("\n")
    .filter((line) => line.startsWith("# anew "))
    .flatMap((line) => {
      const file = JSON.parse(line.slice("# anew ".length)) as {
        group: string;
        servers: { slot: string; generation: string; weight: number }[];
      };
      return file.servers.map(({ slot, generation, weight }) => {
        const server = `${slot.slice(0, 3)}/${slot}`;
        return { group: file.group, generation, server, written: weight, live: weights.get(server) ?? -1 };
      });
    });
}

async function runIn(docker: Docker, container: string, script: string): Promise<string> {
  const exec = await docker
    .getContainer(container)
    .exec({ Cmd: ["sh", "-c", script], AttachStdout: true, AttachStderr: true, Tty: true });
  const stream = await exec.start({ Tty: true });
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text.replaceAll("\r\n", "\n");
}
