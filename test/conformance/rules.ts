import { PROCESS_SCENARIOS } from "./processes";
import { SCENARIOS } from "./scenarios";

/** A rule that an engine must get right, and how the names of its scenarios begin. */
interface Rule {
  readonly rule: string;
  readonly names: RegExp;
}

/** The rules, most important first; a scenario belongs to the first that fits. */
const RULES: readonly Rule[] = [
  {
    rule: "Deletes come last and in reverse order; whatever fails cancels them",
    names:
      /^(nothing|empty|deep-|wide-|deletes-|destroys-|dependenc|replaced-|parallel|failed-.*deletes-nothing|failed-delete)/,
  },
  {
    rule: "Old state is found by URN, then by alias; a URN registered twice is an error",
    names: /^(alias|duplicate|same-name)/,
  },
  {
    rule: "What replaces: triggers, replaceWith, a changed provider, the diff, replaceOnChanges",
    names:
      /^(replace-on|replacement-trigger|replace-with|ignored-wins|update-in-place|provider-replaces|secretness)/,
  },
  { rule: "What is ignored", names: /^ignore/ },
  { rule: "Create before delete; several pending deletes of one URN are legal", names: /^pending-deletes/ },
  {
    rule: "State is written at every step, with what is under way; what a crash or an interrupt leaves",
    names: /^(killed|locked|interrupted|provider-killed)/,
  },
  {
    rule: "An ordinary failure keeps the old state, a partial one the new state with its errors",
    names: /^(failed|partial|outputs-of-a-failed)/,
  },
  {
    rule: "Unchanged resources still get their options, hooks and inputs",
    names: /^(options-only|unprotect)/,
  },
  { rule: "What is known at a preview, and that it changes nothing", names: /^(preview|stack-outputs)/ },
  {
    rule: "Deleting first, and what goes with it",
    names: /^(delete-first|delete-before|provider-deletes-first)/,
  },
  { rule: "Hooks, when they run and what they are told", names: /^(hook|error-hook)/ },
  {
    rule: "Providers: default, explicit, changed, and plugins that misbehave",
    names: /^(provider|plugin|packages|functions|methods|remote-component)/,
  },
  {
    rule: "protect, retainOnDelete, deletedWith",
    names: /^(protect|retain|deleted-with|component-options)/,
  },
  {
    rule: "Refresh, reads and imports",
    names: /^(refresh|up-with-refresh|read(?!-stack)|import)/,
  },
  {
    rule: "Targets, replacements on demand, destroying with the program, going on after errors",
    names: /^(target|destroy|exclude|replace-|continue)/,
  },
  { rule: "Components", names: /^component/ },
  { rule: "Secrets and values", names: /^(secret|additional-secret|resource-references|values|assets)/ },
  { rule: "Transforms", names: /^transform/ },
  {
    rule: "The stack itself: references, resource outputs, stashes",
    names: /^(self-stack|stack-references|read-stack|stash)/,
  },
  { rule: "Programs, however they end", names: /^program/ },
];

/** The names of each rule's scenarios; under an empty rule, those that belong to none. */
export function scenariosByRule(): Map<string, string[]> {
  const rows = new Map<string, string[]>(RULES.map(({ rule }) => [rule, []]));
  for (const { name } of [...SCENARIOS, ...PROCESS_SCENARIOS]) {
    const rule = RULES.find(({ names }) => names.test(name))?.rule ?? "";
    rows.set(rule, [...(rows.get(rule) ?? []), name]);
  }
  return rows;
}

/** So many scenarios of each rule, from its beginning to its end. @param names - only of these */
export function someOfEachRule(count: number, names: readonly string[]): Set<string> {
  const known = new Set(names);
  const chosen = [...scenariosByRule().values()].flatMap((all) => {
    const own = all.filter((name) => known.has(name));
    const step = Math.max(1, own.length / count);
    return Array.from({ length: Math.min(count, own.length) }, (_, i) => own[Math.floor(i * step)]!);
  });
  return new Set(chosen);
}

/** The table of README.md. */
export function ruleTable(): string {
  const lines = [...scenariosByRule()].map(
    ([rule, names]) => `| ${rule} | ${names.map((name) => `\`${name}\``).join(", ")} |`,
  );
  return ["| Rule | Scenarios |", "| --- | --- |", ...lines].join("\n");
}
