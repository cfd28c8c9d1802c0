import { type InputProblems, propertyPath, SecretValue, type ServiceArgs, type Spec } from "@anew/core";
import { parseArn } from "../connection/arn";
import { STATUS } from "../load-balancer/target-group";
import { isPlain, plainList, plainRecord } from "../plain-value";
import type { EcsArgs } from "./ecs-args";
import { fargateProblem } from "./fargate-sizes";
import { imageProblem } from "./image-problem";
import { fargateSize, isFargate, memoryText } from "./task-size";
import { isFileSystem, VOLUME_EXPECTED } from "./volumes";

const KINDS: readonly unknown[] = ["fargate", "fargate-spot", "ec2"];
const ARCHITECTURES: readonly unknown[] = [undefined, "X86_64", "ARM64"];
const NAME = /^[A-Za-z0-9_-]{1,255}$/;
const LOG_GROUP = /^[A-Za-z0-9_./#-]{1,512}$/;
const ECR_HOST = /^\d{12}\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//;
/** Security groups that tasks may have: AWS's own limit. */
const MAX_SECURITY_GROUPS = 5;
/** Subnets that a service may have: AWS's own limit. */
const MAX_SUBNETS = 16;
/** The longest value of one secret, bytes. */
const MAX_SECRET = 65_536;

/** Looks at the arguments that only ECS has; what is computed is passed over. */
function findEcsProblems(args: EcsArgs & ServiceArgs, problems: InputProblems): void {
  findClusterProblem(args.cluster, problems);
  findNetworkProblems(args.network, problems);
  findCapacityProblems(args.capacity, problems);
  findRoleProblem("executionRole", args.executionRole, problems);
  findRoleProblem("taskRole", args.taskRole, problems);
  const { group } = plainRecord(args.logs);
  if (args.logs !== undefined && isPlain(group) && !(typeof group === "string" && LOG_GROUP.test(group))) {
    problems.add({ property: "logs.group", given: group, expected: "the name of a log group of CloudWatch" });
  }
  findExecutionRoleProblem(args, problems);
  const image = imageProblem(args.image);
  if (image !== undefined) {
    problems.add(image);
  }
}

function findClusterProblem(cluster: unknown, problems: InputProblems): void {
  if (cluster !== undefined && !isPlain(cluster)) {
    return;
  }
  const arn = typeof cluster === "string" ? parseArn(cluster) : undefined;
  const isArn = arn?.service === "ecs" && arn.resource.startsWith("cluster/");
  if (!isArn && !(typeof cluster === "string" && NAME.test(cluster))) {
    problems.add({
      property: "cluster",
      given: cluster,
      expected: "the name or the ARN of a cluster of ECS",
    });
  }
}

function findNetworkProblems(network: unknown, problems: InputProblems): void {
  const { vpc, subnets, securityGroups, publicIp } = plainRecord(network);
  if (network === undefined || typeof network !== "object") {
    const expected = "{ vpc, subnets, securityGroups }: where the tasks are";
    problems.add({ property: "network", given: network, expected });
    return;
  }
  findIdProblem("network.vpc", vpc, "vpc", problems);
  findIdsProblem("network.subnets", subnets, "subnet", MAX_SUBNETS, problems);
  findIdsProblem("network.securityGroups", securityGroups, "sg", MAX_SECURITY_GROUPS, problems);
  if (publicIp !== undefined && typeof publicIp !== "boolean") {
    problems.add({ property: "network.publicIp", given: publicIp, expected: "true or false" });
  }
}

function findIdsProblem(
  property: string,
  given: unknown,
  kind: string,
  most: number,
  problems: InputProblems,
): void {
  if (given !== undefined && !isPlain(given)) {
    return;
  }
  if (!Array.isArray(given) || given.length === 0 || given.length > most) {
    const expected = `a list of 1 to ${most} ids, such as "${kind}-0123456789abcdef0"`;
    problems.add({ property, given, expected });
  }
  plainList(given).forEach((id, index) => {
    findIdProblem(property + propertyPath(index), id, kind, problems);
  });
}

function findIdProblem(property: string, given: unknown, kind: string, problems: InputProblems): void {
  const isId = typeof given === "string" && new RegExp(`^${kind}-[0-9a-z-]+$`).test(given);
  if (!isId && isPlain(given)) {
    problems.add({ property, given, expected: `an id such as "${kind}-0123456789abcdef0"` });
  }
}

function findCapacityProblems(capacity: unknown, problems: InputProblems): void {
  if (capacity === undefined) {
    return;
  }
  const { kind, architecture, provider } = plainRecord(capacity);
  if (!KINDS.includes(kind)) {
    const expected = '"fargate", "fargate-spot" or "ec2"';
    problems.add({ property: "capacity.kind", given: kind, expected });
  }
  if (!ARCHITECTURES.includes(architecture)) {
    const expected = '"X86_64" or "ARM64"';
    problems.add({ property: "capacity.architecture", given: architecture, expected });
  } else if (kind === "ec2" && architecture !== undefined) {
    const expected = "nothing with ec2: the instances decide";
    problems.add({ property: "capacity.architecture", given: architecture, expected });
  }
  if (provider !== undefined && !(kind === "ec2" && typeof provider === "string" && NAME.test(provider))) {
    const expected = 'the name of a capacity provider, with { kind: "ec2" } only';
    problems.add({ property: "capacity.provider", given: provider, expected });
  }
}

function findRoleProblem(property: string, role: unknown, problems: InputProblems): void {
  const arn = typeof role === "string" ? parseArn(role) : undefined;
  if (role !== undefined && isPlain(role) && !(arn?.service === "iam" && arn.resource.startsWith("role/"))) {
    const expected = 'the ARN of a role, such as "arn:aws:iam::123456789012:role/web"';
    problems.add({ property, given: role, expected });
  }
}

/** What ECS does with the execution role fails only once tasks start; so it is asked for beforehand. */
function findExecutionRoleProblem(args: EcsArgs & ServiceArgs, problems: InputProblems): void {
  if (args.executionRole !== undefined) {
    return;
  }
  const needs = [
    ...(Object.keys(plainRecord(args.secretEnv)).length > 0 ? ["secretEnv"] : []),
    ...(args.logs === undefined ? [] : ["logs"]),
    ...(typeof args.image === "string" && ECR_HOST.test(args.image) ? ["an image in ECR"] : []),
  ];
  if (needs.length > 0) {
    problems.add({
      property: "executionRole",
      given: undefined,
      expected: `the ARN of a role that ECS takes on, because of ${needs.join(", ")}`,
      fix: "see docs/aws.md#rights for what it has to allow",
    });
  }
}

/** What ECS can't do of a spec whose every value is known. */
function findSpecProblems(args: EcsArgs, hasRouter: boolean, spec: Spec, problems: InputProblems): void {
  if (isFargate(args.capacity)) {
    const { cpu, memory } = fargateSize(spec.resources);
    const problem = fargateProblem(cpu, memory);
    if (problem !== undefined) {
      const given = problem.property === "resources.cpu" ? cpu : memoryText(memory);
      problems.add({ ...problem, given });
    }
  }
  for (const property of spec.secrets ?? []) {
    problems.add({
      property,
      given: new SecretValue(undefined),
      expected: "no secret: a task definition shows its commands to whoever may read it",
      fix: "give the secret in secretEnv, and let the program read it there",
    });
  }
  findHealthProblems(spec, hasRouter, problems);
  spec.state.forEach(({ volume }, index) => {
    if (!isFileSystem(volume)) {
      problems.add({ property: `state[${index}].volume`, given: volume, expected: VOLUME_EXPECTED });
    }
  });
}

function findHealthProblems({ healthCheck }: Spec, hasRouter: boolean, problems: InputProblems): void {
  if (healthCheck.kind !== "http") {
    return;
  }
  if (!hasRouter) {
    problems.add({
      property: "healthCheck.path",
      given: healthCheck.path,
      expected: "no path: without a load balancer nothing can ask it",
      fix: "use healthCheck: { command: […] }, or a BlueGreenGroup",
    });
  }
  const { from, to } = healthCheck.status;
  if (from < STATUS.from || to > STATUS.to) {
    problems.add({
      property: "healthCheck.expectStatus",
      given: from === to ? String(from) : `${from}-${to}`,
      expected: `codes from ${STATUS.from} to ${STATUS.to}: a target group takes no other for healthy`,
    });
  }
}

/** What one secret can't hold. */
function findSecretProblems(values: object, problems: InputProblems): void {
  const { secretEnv } = values as { readonly secretEnv?: unknown };
  const texts = Object.entries(plainRecord(secretEnv)).map(([name, value]): [string, unknown] => [
    name,
    value instanceof SecretValue ? value.reveal() : value,
  ]);
  const size = Buffer.byteLength(JSON.stringify(Object.fromEntries(texts)));
  if (size > MAX_SECRET) {
    problems.add({
      property: "secretEnv",
      given: `${size} bytes`,
      expected: `at most ${MAX_SECRET} bytes in all: one secret of Secrets Manager holds no more`,
      fix: "let the program fetch what is large with its task role",
    });
  }
}

export { findEcsProblems, findSecretProblems, findSpecProblems };
