import type { LoadLog } from "../load/log-format";
import { hasFailed } from "../load/summary";
import { type Figure, sample } from "./figure";

/** How many requests got no good answer, of which there shall be none. */
export function lost(name: string, requests: LoadLog["requests"], during: string): Figure {
  return {
    name: `${name}, of ${requests.length} during ${during}`,
    unit: "requests",
    measured: sample([countFailed(requests)]),
    wanted: { most: 0 },
  };
}

export function countFailed(requests: LoadLog["requests"]): number {
  return requests.filter(hasFailed).length;
}
