import type { Outcome } from "./scenario";

/** A resource of a deployment, with what it needs. */
interface Resource {
  readonly urn: string;
  readonly parent?: string;
  readonly provider?: string;
  readonly deletedWith?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
}

/** A deployment as far as it says what depends on what. */
export interface Deployment {
  readonly resources?: readonly Resource[];
}

const DELETION = /^(delete|delete-replaced|discard|discard-replaced)$/;
const CREATION = /^(create|create-replacement|update|same|read|read-replacement|import|import-replacement)$/;
const REPLACED = /^(create|create-replacement|replace)$/;

/**
 * What is out of order in a command's steps and effects, however many of them went on at once: whatever a resource needs
 * (its dependencies, parent and provider) comes before it and is deleted after it, and deletions come last but for those
 * that make room for a replacement. Each violation is a line of text.
 * @param before - the state before the command
 * @param after - the state after it
 */
export function orderViolations(
  { steps, effects }: Pick<Outcome, "steps" | "effects">,
  before: Deployment,
  after: Deployment,
): string[] {
  const first = firstDeletions(steps.map(parsed), needs(before));
  const check = (lines: readonly string[], what: string) =>
    [...outOfOrder(lines.map(parsed), needs(before), needs(after)), ...notLast(lines.map(parsed), first)].map(
      (text) => `${what}: ${text}`,
    );
  return [...check(steps, "steps"), ...check(effects, "effects")];
}

interface Line {
  readonly op: string;
  readonly name: string;
}

function parsed(line: string): Line {
  const space = line.indexOf(" ");
  return { op: line.slice(0, space), name: line.slice(space + 1) };
}

function outOfOrder(lines: readonly Line[], before: Needs, after: Needs): string[] {
  const found: string[] = [];
  for (const [name, needed] of after) {
    const begin = lines.findIndex((line) => line.name === name && CREATION.test(line.op));
    for (const other of begin < 0 ? [] : needed) {
      const end = lines.findLastIndex((line) => line.name === other && CREATION.test(line.op));
      if (end > begin) found.push(`${text(lines[end])} came after ${text(lines[begin])}, which needs it`);
    }
  }
  const last = lines.findLastIndex(({ op }) => CREATION.test(op));
  for (const [name, needed] of before) {
    const own = deletions(lines, name);
    for (const other of needed) {
      const its = deletions(lines, other);
      // Of several generations the names do not say which needed which.
      if (own.length !== 1 || its.length !== 1 || its[0]! > own[0]!) continue;
      // Made room although what needs it is replaced the other way round: the real engine foresees no more than it can.
      if (own[0]! > last && lines.slice(its[0]).some((line) => line.name === other && REPLACED.test(line.op)))
        continue;
      found.push(`${text(lines[its[0]!])} came before ${text(lines[own[0]!])}, which needs it`);
    }
  }
  return found;
}

function notLast(lines: readonly Line[], first: ReadonlySet<string>): string[] {
  const last = lines.findLastIndex(({ op }) => CREATION.test(op));
  return lines
    .slice(0, Math.max(0, last))
    .filter(({ op, name }) => DELETION.test(op) && !first.has(name))
    .map((line) => `${text(line)} came before ${text(lines[last])}`);
}

/** The resources whose deletions make room: those that are made again later, and what needs them. */
function firstDeletions(steps: readonly Line[], before: Needs): Set<string> {
  const first = new Set<string>();
  steps.forEach(({ op, name }, at) => {
    const again = (line: Line) => line.name === name && REPLACED.test(line.op);
    if (DELETION.test(op) && steps.slice(at + 1).some(again)) first.add(name);
  });
  for (let size = -1; size !== first.size; ) {
    size = first.size;
    for (const [name, needed] of before) if ([...needed].some((other) => first.has(other))) first.add(name);
  }
  return first;
}

function deletions(lines: readonly Line[], name: string): number[] {
  return lines.flatMap((line, at) => (line.name === name && DELETION.test(line.op) ? [at] : []));
}

function text(line: Line | undefined): string {
  return line ? `${line.op} ${line.name}` : "nothing";
}

/** The names of what each resource needs, by its name; names that several resources have are left out. */
type Needs = ReadonlyMap<string, ReadonlySet<string>>;

function needs({ resources = [] }: Deployment): Needs {
  const urns = new Map<string, Set<string>>();
  for (const { urn } of resources) urns.set(nameOf(urn), (urns.get(nameOf(urn)) ?? new Set()).add(urn));
  const isClear = (name: string) => urns.get(name)?.size === 1;
  const found = new Map<string, Set<string>>();
  for (const resource of resources) {
    const name = nameOf(resource.urn);
    if (!isClear(name)) continue;
    const needed = found.get(name) ?? new Set();
    for (const urn of neededUrns(resource)) {
      if (urn !== resource.urn && isClear(nameOf(urn))) needed.add(nameOf(urn));
    }
    found.set(name, needed);
  }
  return found;
}

function neededUrns(resource: Resource): string[] {
  const { parent, provider, deletedWith, dependencies = [], propertyDependencies = {} } = resource;
  return [
    ...[parent, deletedWith, provider?.split("::").slice(0, -1).join("::")].filter(
      (urn) => urn !== undefined,
    ),
    ...dependencies,
    ...Object.values(propertyDependencies).flatMap((urns) => urns ?? []),
  ];
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
