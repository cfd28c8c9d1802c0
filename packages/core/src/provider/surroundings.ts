import { type Progress, progressTo } from "../progress";
import type { Clock } from "../swap/clock";
import { ambientClock } from "./ambient-clock";
import { currentCommit } from "./commit";

/** What the providers of gate and switch take from the process that they run in; a test gives its own. */
interface Surroundings {
  readonly clock: Clock;
  /** Progress on the line of the resource with this URN. */
  readonly progress: (urn: string) => Progress;
  /** The git commit that is checked out. */
  readonly commit: () => Promise<string | undefined>;
}

const realSurroundings: Surroundings = { clock: ambientClock, progress: progressTo, commit: currentCommit };

export type { Surroundings };
export { realSurroundings };
