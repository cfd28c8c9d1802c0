import type { LoadLog, LoggedRequest } from "../../load/log-format";

/** A request with the generation that answered it. */
export interface Answered extends LoggedRequest {
  readonly generation: string;
}

/** The requests that got an answer, oldest first. */
export function answered(log: LoadLog): readonly Answered[] {
  return log.requests
    .filter(({ body }) => body !== undefined)
    .map((request) => ({ ...request, generation: generationOf(log.bodies[request.body as number] ?? "") }))
    .sort((a, b) => a.at - b.at);
}

function generationOf(body: string): string {
  return (JSON.parse(body) as { generation: string }).generation;
}
