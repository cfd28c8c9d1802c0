import type { Command } from "commander";

/** Flags of the Pulumi CLI that this engine has no equal for, each with the way out. */
const PULUMI = "run the program with the Pulumi CLI for it";
const POLICIES = `policies are not run; ${PULUMI}`;
const PLANS = `plans are not kept; ${PULUMI}`;
const CLOUD = `it is of Pulumi Cloud; ${PULUMI}`;
const TRACES = "this engine writes no traces";
const LOGS = "this engine keeps no log of its own; see --debug";

const REFUSED: Readonly<Record<string, string>> = {
  "attach-debugger": "set runtime.options.nodeargs to --inspect-brk in Pulumi.yaml",
  "disable-integrity-checking": "a broken state is never used",
  emoji: "there are none",
  "fully-qualify-stack-names": "there is one organization only",
  force: "a state that contradicts itself is never used; repair what is named",
  "import-file": PULUMI,
  "import-pending-creates": `${PULUMI}, or drop them with refresh --clear-pending-creates`,
  "skip-pending-creates":
    "refresh keeps pending creations anyway; drop them with refresh --clear-pending-creates",
  logflow: LOGS,
  logtostderr: LOGS,
  memprofilerate: TRACES,
  neo: CLOUD,
  "otel-traces": TRACES,
  "override-env": CLOUD,
  plan: PLANS,
  "policy-pack": POLICIES,
  "policy-pack-config": POLICIES,
  profiling: TRACES,
  remove: "delete the stack's files by hand after a destroy",
  "save-plan": PLANS,
  "secrets-provider": 'secrets are always encrypted under a passphrase, as with "passphrase"',
  "show-config": "read Pulumi.yaml and the stack's own file",
  "show-policy-remediations": POLICIES,
  "skip-config-validation": "leave the types out of config in Pulumi.yaml",
  strict: PLANS,
  tracing: TRACES,
  verbose: LOGS,
  version: "earlier states lie in .anew/state/.pulumi/backups",
};

/** Flags of the Pulumi CLI that ask for what is always so here. */
const ALWAYS_SO = [
  "show-full-output",
  "show-reads",
  "show-replacement-steps",
  "skip-plugin-pre-install",
  "suppress-permalink",
];

/** Letters that the Pulumi CLI has for some of them. */
const SHORT: Readonly<Record<string, string>> = {
  emoji: "-e",
  force: "-f",
  "fully-qualify-stack-names": "-Q",
  verbose: "-v",
};

/** Makes a command refuse the flags that it would otherwise not know, with a reason and a way out. */
export function refuseOthers(command: Command): Command {
  const known = new Set(command.options.map(({ long }) => long?.slice(2)));
  const letters = new Set(command.options.map((option) => option.short));
  const hidden = (name: string) => {
    const short = letters.has(SHORT[name]) ? undefined : SHORT[name];
    const option = command.createOption(`${short ? `${short}, ` : ""}--${name} [value]`).hideHelp();
    command.addOption(option);
  };
  for (const [name, reason] of Object.entries(REFUSED)) {
    if (known.has(name)) continue;
    hidden(name);
    command.on(`option:${name}`, () =>
      command.error(`error: --${name} is not supported by the embedded engine: ${reason}`),
    );
  }
  for (const name of ALWAYS_SO) if (!known.has(name)) hidden(name);
  return command;
}
