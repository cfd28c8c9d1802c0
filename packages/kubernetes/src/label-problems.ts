import { type InputProblems, joinPropertyPath, propertyPath } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";

const LABEL_NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const LABEL_PREFIX = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
/** What Anew writes itself. */
const OWN = "dev.anew.";

const KEY_EXPECTED =
  "a key of at most 63 letters, digits, _, . and -, with or without a domain and / before it";

/**
 * Notes what can't be labels.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
function findLabelProblems(property: string, value: unknown, problems: InputProblems): void {
  for (const [key, text] of members(property, value, problems)) {
    if (text !== "" && !LABEL_NAME.test(text)) {
      problems.add({
        property: at(property, key),
        given: text,
        expected: "a value of at most 63 letters, digits, _, . and -, with a letter or digit at both ends",
        fix: "anything longer belongs into annotations",
      });
    }
  }
}

/** Notes what can't be annotations: their values may be any text. */
function findAnnotationProblems(property: string, value: unknown, problems: InputProblems): void {
  members(property, value, problems);
}

function members(property: string, value: unknown, problems: InputProblems): [key: string, text: string][] {
  if (value === undefined) {
    return [];
  }
  if (
    typeof value !== "object" ||
    value === null ||
    Array.isArray(value) ||
    pulumi.Output.isInstance(value)
  ) {
    problems.add({
      property,
      given: pulumi.Output.isInstance(value) ? "an Output" : value,
      expected: "a plain object: key → text",
    });
    return [];
  }
  return Object.entries(value).flatMap(([key, text]): [string, string][] => {
    checkKey(property, key, problems);
    if (typeof text !== "string") {
      const given = pulumi.Output.isInstance(text) ? "an Output" : text;
      problems.add({ property: at(property, key), given, expected: "a plain text" });
      return [];
    }
    return [[key, text]];
  });
}

function checkKey(property: string, key: string, problems: InputProblems): void {
  const [name = "", prefix] = key.split("/").reverse();
  const valid = key.split("/").length <= 2 && LABEL_NAME.test(name);
  if (!valid || (prefix !== undefined && !LABEL_PREFIX.test(prefix))) {
    problems.add({ property: at(property, key), given: key, expected: KEY_EXPECTED });
  } else if (key.startsWith(OWN)) {
    problems.add({
      property: at(property, key),
      given: key,
      expected: `a key that is not Anew's own (${OWN}…)`,
    });
  }
}

function at(property: string, key: string): string {
  return joinPropertyPath(property, propertyPath(key));
}

export { findAnnotationProblems, findLabelProblems };
