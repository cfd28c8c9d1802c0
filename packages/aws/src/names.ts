import { ContentHash, fitName, GENERATION_ID_LENGTH, type NameRule } from "@anew/core";

/** The longest name of a load balancer or a target group. */
const MAX_TARGET_GROUP_NAME = 32;
/** What the provider appends to a logical name: `-` and seven characters. */
const AUTO_NAME_LENGTH = 8;

/** Digits of the hash that stands in for what had to be changed. */
const HASH_LENGTH = 8;

/** How much of a generation's name is the group's; the rest is the id, which is never cut. */
const GROUP_RULE: NameRule = {
  maxLength: MAX_TARGET_GROUP_NAME - AUTO_NAME_LENGTH - GENERATION_ID_LENGTH - 1,
  allowed: /[a-z0-9-]/,
  firstLetter: true,
};

/**
 * The logical name of a generation's resource; the provider makes the physical one of it, with a random end, and AWS takes
 * at most 32 characters of it for a target group. A fixed physical name could not be created again after a create that was
 * cut off: AWS refuses what exists already.
 *
 * @param group the component's name; what of it has to be changed or cut ends in a hash
 * @param generation its id, or `sole`
 */
function resourceName(group: string, generation: string): string {
  return `${groupPart(group)}-${generation}`;
}

/** A target group's name may not hold two hyphens in a row. */
function groupPart(group: string): string {
  const fitted = fitName([group], GROUP_RULE);
  if (!fitted.includes("--")) {
    return fitted;
  }
  const hash = new ContentHash("anew/aws-name/1").field("group", group).digest().slice(0, HASH_LENGTH);
  const maxLength = GROUP_RULE.maxLength - HASH_LENGTH - 1;
  const kept = fitted.replace(/-+/g, "-").slice(0, maxLength).replace(/-$/, "");
  return `${kept}-${hash}`;
}

export { AUTO_NAME_LENGTH, GROUP_RULE, MAX_TARGET_GROUP_NAME, resourceName };
