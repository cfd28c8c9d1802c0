import { posix } from "node:path";
import type { InputProblems, ServiceArgs, Spec } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./router/connection";

/** The arguments that only a Docker host has. */
interface DockerArgs {
  /**
   * Names of existing networks of the host that each replica joins as well, to reach a database for example. Plain:
   * part of the generation's id.
   * @default []
   */
  readonly networks?: readonly string[];
  /**
   * The Docker daemon, for gate and switch. Needed beside an explicit provider, which can't be asked.
   * @default the stack's `docker:host`, else the environment's DOCKER_HOST, else the local daemon
   */
  readonly connection?: pulumi.Input<Connection>;
}

/** Names of the arguments of {@link DockerArgs}. */
const DOCKER_ARGS = ["networks", "connection"] as const satisfies readonly (keyof DockerArgs)[];

/** Names that Docker accepts for what it keeps. */
const DOCKER_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

function findDockerProblems(args: DockerArgs & ServiceArgs, problems: InputProblems): void {
  findFileProblems(args, problems);
  const networks: readonly unknown[] = Array.isArray(args.networks) ? args.networks : [];
  if (args.networks !== undefined && !Array.isArray(args.networks)) {
    problems.add({ property: "networks", given: args.networks, expected: "a list of names of networks" });
  }
  networks.forEach((network, index) => {
    if (typeof network !== "string" || !DOCKER_NAME.test(network)) {
      problems.add({
        property: `networks[${index}]`,
        given: network,
        expected: "the plain name of a network: letters, digits, _, . and -",
      });
    }
  });
}

/** Files are mounted as volumes, one for each directory: what else is mounted there would hide them or be hidden. */
function findFileProblems(args: ServiceArgs, problems: InputProblems): void {
  const directories = Object.keys(plainRecord(args.files)).map((file) => posix.dirname(file));
  if (directories.includes("/")) {
    problems.add({
      property: "files",
      given: Object.keys(plainRecord(args.files)).filter((file) => posix.dirname(file) === "/"),
      expected: "files in a directory other than /: a Docker host mounts the directory",
      fix: "put them into a directory, such as /etc/web/",
    });
  }
  const mounts = [...plainList(args.tmpfs), ...plainList(args.state).map((mount) => plainRecord(mount).path)];
  for (const mount of mounts) {
    const above = directories.find(
      (directory) => typeof mount === "string" && mount.startsWith(`${directory}/`),
    );
    if (above !== undefined && above !== "/") {
      problems.add({
        property: "files",
        given: mount,
        expected: `nothing mounted below ${above}, which holds files and is read-only`,
        fix: "give the files a directory of their own",
      });
    }
  }
}

/** The router checks all servers alike: what it can't do for one group is refused, not ignored. */
function findCheckProblems(args: ServiceArgs, problems: InputProblems): void {
  const check = plainRecord(args.healthCheck);
  if (check.command !== undefined) {
    return;
  }
  for (const property of ["unhealthyAfter", "probeTimeout"]) {
    if (check[property] !== undefined) {
      problems.add({
        property: `healthCheck.${property}`,
        given: check[property],
        expected:
          "nothing: the router of a Docker host checks every server each second, waits 5 seconds for an answer, and " +
          "takes a server out after 3 failed checks",
        fix: "leave it out",
      });
    }
  }
}

function plainRecord(value: unknown): Readonly<Record<string, unknown>> {
  const plain = typeof value === "object" && value !== null && !pulumi.Output.isInstance(value);
  return plain && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}

function plainList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What of these arguments decides what runs. */
function platformSpec(args: DockerArgs): { readonly ownSpec?: Spec["platform"] } {
  const networks = [...(args.networks ?? [])].sort();
  return networks.length === 0 ? {} : { ownSpec: { networks } };
}

export type { DockerArgs };
export { DOCKER_ARGS, findCheckProblems, findDockerProblems, platformSpec };
