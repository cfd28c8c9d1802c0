import { ContentHash } from "./content-hash";

/** What a platform accepts as a name. */
export interface NameRule {
  /** Longest name, in characters. */
  readonly maxLength: number;
  /** Matches one character that a name may hold: `/[a-z0-9-]/`. */
  readonly allowed: RegExp;
  /** Between the parts, and before the hash. Never first or last in a name. @default "-" */
  readonly separator?: string;
  /** Whether a name must start with a letter. @default false: a letter or a digit */
  readonly firstLetter?: boolean;
}

/**
 * Bits of the hash that a cut or changed name carries. Only names that also share what is left of their text
 * can collide; among a million of those, the odds are 1 to 2.
 */
const HASH_BITS = 40;

/**
 * One name from several parts. It is the parts joined by the separator where the rule allows that; whatever
 * has to be cut or changed ends in a hash of the whole, so that two names that differ only in what was cut
 * stay different.
 *
 * Two lists of equally many parts never share a name (short of a hash collision), and
 * `fitName([fitName(parts, rule)], rule)` changes nothing.
 *
 * @throws RangeError when there is nothing to name, or the rule leaves no room for a hash
 */
export function fitName(parts: readonly string[], rule: NameRule): string {
  const allowed = characterTest(rule.allowed);
  const separator = rule.separator ?? "-";
  if (![...separator].every(allowed))
    throw new RangeError(`name: the rule allows no ${JSON.stringify(separator)}`);
  if (parts.every((part) => part === "")) throw new RangeError("name: got no text to make a name of");

  const joined = parts.join(separator);
  if (!isAmbiguous(parts, separator) && fits(joined, rule, allowed)) return joined;

  const hash = shortHash(parts, rule, allowed);
  const room = rule.maxLength - hash.length - separator.length;
  const kept = rewrite(joined, separator, rule, allowed).slice(0, Math.max(0, room));
  while (kept.length > 0 && !isEdge(kept.at(-1))) kept.pop();
  return kept.length === 0 ? hash : kept.join("") + separator + hash;
}

type CharacterTest = (character: string) => boolean;

/** With a separator in a later part, `["a-b", "c"]` and `["a", "b-c"]` would become the same. */
function isAmbiguous(parts: readonly string[], separator: string): boolean {
  return parts.slice(1).some((part) => part.includes(separator));
}

function fits(name: string, rule: NameRule, allowed: CharacterTest): boolean {
  const characters = [...name];
  return (
    characters.length <= rule.maxLength &&
    characters.every(allowed) &&
    isEdge(characters.at(-1)) &&
    isStart(characters[0], rule)
  );
}

function rewrite(name: string, separator: string, rule: NameRule, allowed: CharacterTest): string[] {
  const characters: string[] = [];
  for (const character of name) {
    const lower = character.toLowerCase();
    if (allowed(character)) characters.push(character);
    else if (allowed(lower)) characters.push(lower);
    else if (characters.at(-1) !== separator) characters.push(...separator);
  }
  const start = characters.findIndex((character) => isStart(character, rule));
  return start === -1 ? [] : characters.slice(start);
}

/** Digits of the rule's own alphabet; the first is a letter, as some platforms demand. */
function shortHash(parts: readonly string[], rule: NameRule, allowed: CharacterTest): string {
  const letters =
    allowedOf("abcdefghijklmnopqrstuvwxyz", allowed) || allowedOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ", allowed);
  const alphabet = letters + allowedOf("0123456789", allowed);
  if (letters.length < 2) throw new RangeError("name: the rule allows no letters, which the hash needs");
  const length = 1 + Math.ceil((HASH_BITS - Math.log2(letters.length)) / Math.log2(alphabet.length));
  if (rule.maxLength < length) {
    throw new RangeError(`name: got a longest name of ${rule.maxLength}, expected at least ${length}`);
  }

  const hash = parts.reduce((sum, part) => sum.field("part", part), new ContentHash("anew/name/1"));
  let rest = BigInt(`0x${hash.digest()}`);
  return Array.from({ length }, (_, index) => {
    const digits = index === 0 ? letters : alphabet;
    const digit = digits.charAt(Number(rest % BigInt(digits.length)));
    rest /= BigInt(digits.length);
    return digit;
  }).join("");
}

function allowedOf(characters: string, allowed: CharacterTest): string {
  return [...characters].filter(allowed).join("");
}

function characterTest(allowed: RegExp): CharacterTest {
  // Without g and y, which make a RegExp remember where it stopped.
  const whole = new RegExp(`^(?:${allowed.source})$`, allowed.flags.replace(/[gy]/g, ""));
  return (character) => whole.test(character);
}

function isStart(character: string | undefined, rule: NameRule): boolean {
  return rule.firstLetter ? /^[A-Za-z]$/.test(character ?? "") : isEdge(character);
}

/** Docker, Kubernetes and AWS all want a letter or a digit at both ends. */
function isEdge(character: string | undefined): boolean {
  return /^[\p{L}\p{N}]$/u.test(character ?? "");
}
