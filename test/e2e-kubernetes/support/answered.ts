import type { LoadLog, LoggedRequest } from "../../load/log-format";

/** A request with the generation that answered it. */
export interface Answered extends LoggedRequest {
  readonly generation: string;
}

/** The requests that a generation answered, oldest first: not those that a gateway answered for it. */
export function answered(log: LoadLog): readonly Answered[] {
  return log.requests
    .filter(({ body }) => body !== undefined)
    .map((request) => ({ ...request, generation: generationOf(log.bodies[request.body as number] ?? "") }))
    .filter(({ generation }) => generation !== "")
    .sort((a, b) => a.at - b.at);
}

/** Who gave an answer; empty for one that no generation gave. */
export function generationOf(body: string): string {
  try {
    return (JSON.parse(body) as { generation?: string }).generation ?? "";
  } catch {
    return "";
  }
}
