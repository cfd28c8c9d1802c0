import { type InputProblem, InputProblems, resolveArgs, SecretValue, type ServiceArgs } from "@anew/core";
import { imageProblem } from "./image-problem";
import type { KubernetesArgs } from "./kubernetes-args";
import { plainRecord } from "./plain-value";

/** The most that a ConfigMap or a Secret holds, bytes: the API server's own limit. */
const MAX_CONFIGURATION = 1024 * 1024;

/** What a cluster can't do with arguments of which some are computed, in previews too; what is not known yet is passed over. */
async function computedProblems(args: ServiceArgs & KubernetesArgs): Promise<readonly InputProblem[]> {
  const { values, secrets } = await resolveArgs(args);
  const problems = new InputProblems();
  const image = imageProblem(values.image);
  if (image !== undefined) {
    problems.add(image);
  }
  for (const property of secrets.filter((path) => path.startsWith("healthCheck.command"))) {
    problems.add({
      property,
      given: new SecretValue(undefined),
      expected: "no secret: a cluster shows the command of a health check to whoever may see the pod",
      fix: "give the secret in secretEnv or files, and let the command read it there",
    });
  }
  const files = Object.values(plainRecord(values.files));
  const variables = Object.values(plainRecord(values.env)).filter(isSecret);
  findSizeProblem(
    "files",
    files.filter((one) => !isSecret(one)),
    problems,
  );
  findSizeProblem(
    "secretEnv and secret files",
    [...Object.values(plainRecord(values.secretEnv)), ...variables, ...files.filter(isSecret)],
    problems,
  );
  const { replicas } = values;
  if (args.autoscale !== undefined && typeof replicas === "number" && args.autoscale.max < replicas) {
    problems.add({
      property: "autoscale.max",
      given: args.autoscale.max,
      expected: `at least ${replicas}, as many as replicas`,
    });
  }
  return problems.list;
}

function isSecret(value: unknown): value is SecretValue {
  return value instanceof SecretValue;
}

/** @param texts contents that stand in one object */
function findSizeProblem(property: string, texts: readonly unknown[], problems: InputProblems): void {
  const known = texts
    .map((text) => (isSecret(text) ? text.reveal() : text))
    .filter((text) => typeof text === "string");
  const size = known.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (size > MAX_CONFIGURATION) {
    problems.add({
      property,
      given: `${size} bytes`,
      expected: `at most ${MAX_CONFIGURATION} bytes in all: more fits into no ConfigMap and no Secret`,
      fix: "put what is large into the image, or into state",
    });
  }
}

export { computedProblems, MAX_CONFIGURATION };
