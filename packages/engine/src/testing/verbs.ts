/** What a run does to a resource in one word, and Pulumi's own names of the steps that mean it. */
export const VERBS = {
  create: ["create"],
  update: ["update"],
  delete: ["delete"],
  // "delete-replaced" alone finishes a replacement of an earlier run.
  replace: ["replace", "create-replacement", "import-replacement", "read-replacement"],
  read: ["read", "read-replacement"],
  import: ["import", "import-replacement"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Verb = keyof typeof VERBS | "touch";

/** Steps that leave everything as it is. */
const IDLE: readonly string[] = ["same", "read", "refresh"];

/** Every name of a step that Pulumi has. */
export const STEP_OPS: readonly string[] = [
  "same",
  "create",
  "update",
  "delete",
  "replace",
  "create-replacement",
  "delete-replaced",
  "read",
  "read-replacement",
  "discard",
  "discard-replaced",
  "import",
  "import-replacement",
  "refresh",
];

export function isChange(op: string): boolean {
  return !IDLE.includes(op);
}

/** Whether a step is meant by a word; "touch" means every change. */
export function isVerb(verb: Verb, op: string): boolean {
  return verb === "touch" ? isChange(op) : (VERBS[verb] as readonly string[]).includes(op);
}
