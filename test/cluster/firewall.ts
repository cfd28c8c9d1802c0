import { run } from "../setup/command";

/** A program for each protocol; kube-proxy uses both. */
const PROGRAMS = ["iptables", "ip6tables"] as const;

/** How the chains of kube-proxy and of the network plugins are named. */
const KUBERNETES = /^(KUBE|CNI)-/;

export type Chains = Readonly<Record<string, readonly string[]>>;

/** Kubernetes' chains that are there, by program: `"nat KUBE-SERVICES"`. */
export async function kubernetesChains(): Promise<Chains> {
  const all: Record<string, readonly string[]> = {};
  for (const program of PROGRAMS) {
    const tables = parseTables((await run(`${program}-save`, [])).stdout);
    all[program] = tables.flatMap(({ name, chains }) => chains.map((chain) => `${name} ${chain}`));
  }
  return all;
}

/** Removes Kubernetes' chains, and the rules that lead to them, but those that were there before. */
export async function removeKubernetesChains(before: Chains): Promise<void> {
  for (const program of PROGRAMS) {
    const { stdout } = await run(`${program}-save`, []);
    const input = parseTables(stdout)
      .map((table) => removal(table, new Set(before[program] ?? [])))
      .join("");
    // One transaction: nobody ever sees half of the rules.
    if (input !== "") await run(`${program}-restore`, ["--noflush"], { input });
  }
}

export interface Table {
  readonly name: string;
  /** Kubernetes' own. */
  readonly chains: readonly string[];
  /** All rules, as `-A CHAIN …`. */
  readonly rules: readonly string[];
}

/** Reads what iptables-save prints. */
export function parseTables(text: string): readonly Table[] {
  return text
    .split(/^\*/m)
    .slice(1)
    .map((part) => {
      const [name = "", ...lines] = part.split("\n");
      const chains = lines.flatMap((line) => /^:(\S+)/.exec(line)?.[1] ?? []);
      return {
        name,
        chains: chains.filter((chain) => KUBERNETES.test(chain)),
        rules: lines.filter((line) => line.startsWith("-A ")),
      };
    });
}

/** What iptables-restore has to be told to take the chains out of a table. */
export function removal({ name, chains, rules }: Table, before: ReadonlySet<string>): string {
  const ours = chains.filter((chain) => !before.has(`${name} ${chain}`));
  if (ours.length === 0) return "";
  const jumps = rules.filter((rule) => {
    const [, chain = ""] = rule.split(" ");
    const target = /(?:^| )-[jg] (\S+)/.exec(rule)?.[1] ?? "";
    return !ours.includes(chain) && ours.includes(target);
  });
  return [
    `*${name}`,
    ...ours.map((chain) => `:${chain} - [0:0]`), // empties it
    ...jumps.map((rule) => rule.replace(/^-A/, "-D")),
    ...ours.map((chain) => `-X ${chain}`),
    "COMMIT\n",
  ].join("\n");
}
