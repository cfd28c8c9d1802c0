import type Dockerode from "dockerode";

/** Lines of a container's log that an explanation shows. */
const LOG_LINES = 15;

/** The state of a container; undefined when there is none. */
async function stateOf(docker: Dockerode, id: string): Promise<Dockerode.ContainerInspectInfo | undefined> {
  try {
    return await docker.getContainer(id).inspect();
  } catch (error) {
    if (statusOf(error) === 404) {
      return undefined;
    }
    throw error;
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { readonly statusCode?: number }).statusCode;
}

/** Why a container is as it is: state, exit code, restarts, health, last log lines. */
async function explainContainer(docker: Dockerode, id: string): Promise<string> {
  const found = await stateOf(docker, id);
  if (found === undefined) {
    return `container ${short(id)} is gone`;
  }
  const { State: state } = found;
  const facts = [
    state.Status,
    state.Status === "exited" || state.Restarting ? `exit code ${state.ExitCode}` : "",
    state.OOMKilled ? "killed for lack of memory" : "",
    found.RestartCount > 0 ? `restarted ${found.RestartCount} times` : "",
    state.Error,
    state.Health?.Log?.at(-1)?.Output?.trim() ?? "",
  ].filter((fact) => fact !== "");
  const log = await lastLines(docker, id).catch(() => "");
  return (
    `container ${found.Name.slice(1)}: ${facts.join(", ")}` +
    (log === "" ? "; its log is empty" : `; last log lines:\n${indent(log)}`)
  );
}

async function lastLines(docker: Dockerode, id: string): Promise<string> {
  const raw = (await docker
    .getContainer(id)
    .logs({ stdout: true, stderr: true, tail: LOG_LINES, follow: false })) as unknown as Buffer;
  return withoutFrames(raw).trimEnd();
}

/**
 * The text of a log whose pieces each have a header of eight bytes: stream, three zeros, length.
 * @see https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
 */
function withoutFrames(raw: Buffer): string {
  const pieces: Buffer[] = [];
  let at = 0;
  while (at + 8 <= raw.length && raw[at]! <= 2 && raw.readUIntBE(at + 1, 3) === 0) {
    const length = raw.readUInt32BE(at + 4);
    pieces.push(raw.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(at === 0 ? [raw] : pieces).toString("utf8");
}

function short(id: string): string {
  return id.slice(0, 12);
}

function indent(text: string): string {
  return text
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
}

export { explainContainer, short, stateOf, statusOf, withoutFrames };
