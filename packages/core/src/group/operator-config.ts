import * as pulumi from "@pulumi/pulumi";
import type { History } from "../history/history";
import { InputProblems } from "../input-problems";

/** Takes a pin away. */
const NO_PIN = "none";

/** What the operator says about one component, beside the program: see docs/rollback.md. */
interface OperatorWishes {
  /** The generation to hold the component at; from the configuration, else from the history. */
  readonly pinned?: string;
  /** The history without what the operator gave up. */
  readonly history: History;
}

/**
 * Reads `anew:pin` and `anew:forget` from the stack's configuration.
 *
 * `pulumi config set --path 'anew:pin.web' 3f2a91c0` rolls the component web back and holds it there, also for later
 * updates without that configuration, until it is `none`. `pulumi config set --path 'anew:forget.web[0]' 3f2a91c0` drops a
 * generation from the history whose resources are lost.
 * @throws InputError for a generation that the history does not hold.
 */
function operatorWishes(
  name: string,
  recorded: History,
  kind: "group" | "service" = "group",
): OperatorWishes {
  const problems = new InputProblems();
  const config = new pulumi.Config("anew");
  const forget = new Set(listAt(config.getObject<unknown>("forget"), name));
  const history: History = {
    ...recorded,
    released: recorded.released.filter((entry) => !forget.has(entry.id)),
  };
  const wish = textAt(config.getObject<unknown>("pin"), name);
  const pinned = wish === NO_PIN ? undefined : (wish ?? recorded.pinned);
  if (kind === "service" && wish !== undefined && wish !== NO_PIN) {
    problems.add({
      property: `anew:pin.${name}`,
      given: wish,
      expected: "nothing: an ImmutableService retains no old generation to go back to",
      fix: "release what ran before, or use a BlueGreenGroup",
    });
    problems.throwIfAny(name);
  }
  const known = history.released.map((entry) => entry.id);
  if (pinned !== undefined && !known.includes(pinned)) {
    problems.add({
      property: `anew:pin.${name}`,
      given: pinned,
      expected:
        known.length > 0 ? `a retained generation (${known.join(", ")})` : "nothing: none is retained",
      fix: `take the pin away with: pulumi config set --path 'anew:pin.${name}' ${NO_PIN}`,
    });
  }
  problems.throwIfAny(name);
  return { history, ...(pinned === undefined ? {} : { pinned }) };
}

function textAt(value: unknown, key: string): string | undefined {
  const found = isRecord(value) ? value[key] : undefined;
  // YAML reads an id of digits only as a number.
  return found === undefined || found === null ? undefined : String(found);
}

function listAt(value: unknown, key: string): string[] {
  const found = isRecord(value) ? value[key] : undefined;
  return Array.isArray(found) ? found.map(String) : found === undefined ? [] : [String(found)];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export type { OperatorWishes };
export { NO_PIN, operatorWishes };
