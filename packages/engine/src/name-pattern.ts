import { urnName, urnType } from "./urn";

/**
 * Which resources an assertion means: a logical name, the beginning of one followed by `…` (`"web-…"`), a type and a
 * name (`"docker:index/network:Network::net"`), a URN, or a RegExp that is tried on logical names.
 */
export type NamePattern = string | RegExp;

export function matchesName(pattern: NamePattern, urn: string): boolean {
  const name = urnName(urn);
  // A RegExp with the flag "g" remembers where it stopped; a new one does not.
  if (typeof pattern !== "string")
    return new RegExp(pattern.source, pattern.flags.replace("g", "")).test(name);
  if (pattern.startsWith("urn:pulumi:")) return pattern === urn;
  const [, type, rest] = /^([^:]+:[^:]+:[^:]+)::(.+)$/.exec(pattern) ?? [];
  if (type !== undefined) return type === urnType(urn) && matchesText(rest!, name);
  return matchesText(pattern, name);
}

function matchesText(pattern: string, name: string): boolean {
  const prefix = prefixOf(pattern);
  return prefix === undefined ? pattern === name : name.startsWith(prefix);
}

/** Whether the pattern must mean a resource that exists, so that a misspelt one is found out. */
export function isExact(pattern: NamePattern): boolean {
  return typeof pattern === "string" && prefixOf(pattern) === undefined;
}

export function patternText(pattern: NamePattern): string {
  return typeof pattern === "string" ? pattern : String(pattern);
}

function prefixOf(pattern: string): string | undefined {
  return /^(.*)(?:…|\.\.\.)$/s.exec(pattern)?.[1];
}

/** Why a pattern means nothing here; undefined when it does. */
export function unknownName(pattern: NamePattern, urns: readonly string[]): string | undefined {
  if (urns.some((urn) => matchesName(pattern, urn))) return undefined;
  const names = [...new Set(urns.map(urnName))].sort((a, b) => (a < b ? -1 : 1));
  return `no resource is named ${patternText(pattern)}; there ${listOf(names)}`;
}

const MOST_NAMES = 30;

function listOf(names: readonly string[]): string {
  if (names.length === 0) return "is none";
  const shown = names.slice(0, MOST_NAMES).join(", ");
  const more = names.length - MOST_NAMES;
  return `${names.length === 1 ? "is" : "are"} ${shown}${more > 0 ? ` and ${more} more` : ""}`;
}
