import type { GroupKey } from "./provider/platform";

/** Labels that everything of a group carries, so that what the state has lost can be found. */
const LABELS = {
  project: "dev.anew.project",
  stack: "dev.anew.stack",
  group: "dev.anew.group",
  owner: "dev.anew.owner",
  generation: "dev.anew.generation",
  replica: "dev.anew.replica",
} as const;

/** The labels of one resource of a generation. */
function generationLabels(key: GroupKey, generation: string, replica?: number): Record<string, string> {
  return {
    [LABELS.project]: key.project,
    [LABELS.stack]: key.stack,
    [LABELS.group]: key.group,
    [LABELS.owner]: key.owner,
    [LABELS.generation]: generation,
    ...(replica === undefined ? {} : { [LABELS.replica]: String(replica) }),
  };
}

export { generationLabels, LABELS };
