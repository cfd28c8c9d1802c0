import { ArgReader, type Findings } from "./arg-reader";
import { DURATION_EXPECTED, parseDuration } from "./duration";
import { fingerprint } from "./fingerprint";
import { InputProblems } from "./input-problems";
import type { Spec } from "./spec";
import { SERVICE_ARGS } from "./spec-args";
import { readCapabilities } from "./spec-capabilities";
import { readCommand } from "./spec-command";
import {
  DEFAULT_GRACE_PERIOD,
  DEFAULT_READ_ONLY_ROOT_FILESYSTEM,
  DEFAULT_REPLICAS,
  DEFAULT_USER,
} from "./spec-defaults";
import { readEnvironment } from "./spec-environment";
import { readHealthCheck } from "./spec-health";
import { readImage } from "./spec-image";
import { refuseUnknownKeys } from "./spec-keys";
import { readResources, readUser } from "./spec-limits";
import { type ExclusiveStateRule, readMounts } from "./spec-mounts";
import { readPort, readPorts } from "./spec-ports";
import { withFingerprints } from "./spec-secrets";

/** What a component allows besides, or less than, a service's arguments. */
export interface SpecRules {
  /** Names of the component's own arguments, which are not looked at here: `["traffic", "bake"]`. */
  readonly otherArgs?: readonly string[];
  /** Refuses state that only one generation may write, and says why and what to do. */
  readonly exclusiveState?: ExclusiveStateRule;
}

/** A spec, and the same with the secrets in clear. */
export interface ResolvedSpec {
  /** What is hashed, shown and kept in the history: fingerprints in place of secrets. */
  readonly spec: Spec;
  /**
   * What is rendered into resources: the same, but with the real values in `secretEnv`, `secretFiles` and at
   * the paths of `secrets`. Never to be shown or stored but inside secret inputs.
   */
  readonly real: Spec;
}

/**
 * Validates arguments and writes out every default.
 *
 * @param args plain values; a secret one is a `SecretValue`, one that is not known yet `PENDING`, see `resolveArgs`
 * @param salt of the group's fingerprints; undefined while it is not known
 * @param problems receives all that is wrong
 * @returns undefined when there are problems, or something (also a needed salt) is not known yet
 */
export function resolveSpec(
  args: object,
  salt: string | undefined,
  problems: InputProblems,
  rules: SpecRules = {},
): ResolvedSpec | undefined {
  const findings: Findings = { problems, pending: false };
  const real = readSpec(new ArgReader(args, "", findings), rules);
  if (problems.any || findings.pending) return undefined;
  const spec = withFingerprints(real, (name, value) =>
    salt === undefined ? undefined : fingerprint(salt, name, value),
  );
  return spec && { spec, real };
}

/**
 * Looks at whatever is plain in the arguments and skips Outputs and promises, so that most mistakes are found
 * at construction, before anything is awaited or declared.
 *
 * @param problems receives all that is wrong; `problems.throwIfAny(…)` then throws it at once
 */
export function findArgProblems(args: object, problems: InputProblems, rules: SpecRules = {}): void {
  readSpec(new ArgReader(args, "", { problems, pending: false }), rules);
}

/**
 * {@link findArgProblems} for those who have nothing else to check.
 *
 * @param subject what the arguments are for, such as `BlueGreenGroup web`
 * @throws InputError with all problems
 */
export function checkArgs(subject: string, args: object, rules: SpecRules = {}): void {
  const problems = new InputProblems();
  findArgProblems(args, problems, rules);
  problems.throwIfAny(subject);
}

/** What it returns is a spec only when there was no problem and nothing pending. */
function readSpec(args: ArgReader, rules: SpecRules): Spec {
  refuseUnknownKeys(args, [...SERVICE_ARGS, ...(rules.otherArgs ?? [])]);
  const image = readImage(args.member("image")) ?? "";
  const command = readCommand(args.member("command"), 1);
  const commandArgs = readCommand(args.member("args"), 0);
  const environment = readEnvironment(args.member("env"), args.member("secretEnv"));
  const port = readPort(args.member("port"));
  const ports = readPorts(args.member("ports"), port);
  const health = readHealthCheck(args.member("healthCheck"), args.member("port"));
  const replicas = args.member("replicas").integer(1, Number.MAX_SAFE_INTEGER, "a whole number from 1");
  const resources = readResources(args.member("resources"));
  const user = readUser(args.member("user"));
  const gracePeriod = args.member("gracePeriod").parsed(parseDuration, DURATION_EXPECTED);
  const { files, tmpfs, state } = readMounts(args, rules.exclusiveState);
  const readOnlyRootFilesystem = args.member("readOnlyRootFilesystem").boolean();
  const capabilities = readCapabilities(args.member("capabilities"));
  const secrets = [...command.secrets, ...commandArgs.secrets, ...health.secrets];

  return {
    image,
    ...(command.texts && { command: command.texts }),
    ...(commandArgs.texts && { args: commandArgs.texts }),
    env: environment.plain,
    secretEnv: environment.secret,
    files: files.plain,
    ...(Object.keys(files.secret).length > 0 && { secretFiles: files.secret }),
    ...(port !== undefined && { port }),
    ...(Object.keys(ports).length > 0 && { ports }),
    healthCheck: health.check,
    replicas: replicas ?? DEFAULT_REPLICAS,
    ...(resources && { resources }),
    user: user ?? DEFAULT_USER,
    tmpfs,
    gracePeriod: gracePeriod ?? parseDuration(DEFAULT_GRACE_PERIOD),
    state,
    readOnlyRootFilesystem: readOnlyRootFilesystem ?? DEFAULT_READ_ONLY_ROOT_FILESYSTEM,
    capabilities,
    ...(secrets.length > 0 && { secrets }),
  };
}
