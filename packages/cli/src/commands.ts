import type { Command } from "commander";

/** A subcommand of `anew`. */
export interface LazyCommand {
  readonly name: string;
  readonly description: string;
  load(): Promise<Command>;
}

export const COMMANDS: readonly LazyCommand[] = [
  {
    name: "local",
    description: "Run a Pulumi program on this machine without the Pulumi CLI.",
    load: async () => (await import("./local/command.js")).localCommand(),
  },
  {
    name: "hash",
    description: "Print the content hash that an ImageBuild has.",
    load: async () => (await import("./hash/command.js")).hashCommand(),
  },
  {
    name: "lock",
    description: "Pin the base images of a Dockerfile by digest.",
    load: async () => (await import("./lock/command.js")).lockCommand(),
  },
];
