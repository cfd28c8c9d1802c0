import { type InputProblems, propertyPath, type ServiceArgs } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { imageProblem } from "./image-problem";
import type { KubernetesArgs } from "./kubernetes-args";
import { findAnnotationProblems, findLabelProblems } from "./label-problems";
import { plainList, plainRecord } from "./plain-value";
import { MAIN_PORT } from "./route";

/** Names of most kinds: RFC 1123 subdomains. */
const OBJECT_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const NAMESPACE = /^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
/** As every version of Kubernetes takes it; newer ones take more. */
const VARIABLE = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

const NAME_EXPECTED = "the plain name of an object: lower case letters, digits, - and .";

/** Looks at the arguments that only a cluster has, and at those that it takes less of. */
function findPodProblems(args: KubernetesArgs & ServiceArgs, problems: InputProblems): void {
  findLabelProblems("labels", args.labels, problems);
  findLabelProblems("nodeSelector", args.nodeSelector, problems);
  findAnnotationProblems("annotations", args.annotations, problems);
  checkName("serviceAccount", args.serviceAccount, OBJECT_NAME, problems);
  checkName("priorityClass", args.priorityClass, OBJECT_NAME, problems);
  if (!pulumi.Output.isInstance(args.namespace) && !(args.namespace instanceof Promise)) {
    checkName("namespace", args.namespace, NAMESPACE, problems);
  }
  findSecretNameProblems(args.imagePullSecrets, problems);
  findTolerationProblems(args.tolerations, problems);
  findAutoscaleProblems(args, problems);
  findVariableProblems(args, problems);
  const image = imageProblem(args.image);
  if (image !== undefined) {
    problems.add(image);
  }
  if (Object.hasOwn(plainRecord(args.ports), MAIN_PORT)) {
    problems.add({
      property: `ports.${MAIN_PORT}`,
      given: MAIN_PORT,
      expected: `another name: "${MAIN_PORT}" is the name of port`,
      fix: "rename the port",
    });
  }
}

function checkName(property: string, value: unknown, form: RegExp, problems: InputProblems): void {
  if (value !== undefined && !(typeof value === "string" && form.test(value))) {
    const given = pulumi.Output.isInstance(value) ? "an Output" : value;
    problems.add({ property, given, expected: NAME_EXPECTED });
  }
}

function findSecretNameProblems(value: unknown, problems: InputProblems): void {
  if (value !== undefined && !Array.isArray(value)) {
    problems.add({ property: "imagePullSecrets", given: value, expected: "a list of names of Secrets" });
  }
  plainList(value).forEach((name, index) => {
    checkName(`imagePullSecrets[${index}]`, name, OBJECT_NAME, problems);
  });
}

const OPERATORS: readonly unknown[] = [undefined, "Exists", "Equal"];
const EFFECTS: readonly unknown[] = [undefined, "NoSchedule", "PreferNoSchedule", "NoExecute"];

function findTolerationProblems(value: unknown, problems: InputProblems): void {
  if (value !== undefined && !Array.isArray(value)) {
    problems.add({
      property: "tolerations",
      given: value,
      expected: "a list of { key?, operator?, value?, effect? }",
    });
  }
  plainList(value).forEach((one, index) => {
    const { key, operator, value: text, effect, tolerationSeconds, ...unknown } = plainRecord(one);
    const at = problems.at(`tolerations[${index}]`);
    if (!OPERATORS.includes(operator)) {
      at.add({ property: "operator", given: operator, expected: '"Exists" or "Equal"' });
    }
    if (!EFFECTS.includes(effect)) {
      at.add({
        property: "effect",
        given: effect,
        expected: '"NoSchedule", "PreferNoSchedule" or "NoExecute"',
      });
    }
    if (key === undefined && operator !== "Exists") {
      at.add({
        property: "key",
        given: key,
        expected: 'a taint\'s key, or the operator "Exists" for every taint',
      });
    }
    if (operator === "Exists" && text !== undefined) {
      at.add({ property: "value", given: text, expected: 'nothing beside the operator "Exists"' });
    }
    if (tolerationSeconds !== undefined && !(Number.isInteger(tolerationSeconds) && effect === "NoExecute")) {
      const expected = 'whole seconds, beside the effect "NoExecute"';
      at.add({ property: "tolerationSeconds", given: tolerationSeconds, expected });
    }
    for (const name of Object.keys(unknown)) {
      const expected = "one of key, operator, value, effect and tolerationSeconds";
      at.add({ property: name, given: name, expected });
    }
  });
}

function findAutoscaleProblems(
  { autoscale, replicas }: KubernetesArgs & ServiceArgs,
  problems: InputProblems,
): void {
  if (autoscale === undefined) {
    return;
  }
  const { max, cpu } = plainRecord(autoscale);
  const least = typeof replicas === "number" ? Math.max(1, replicas) : 1;
  if (!(Number.isInteger(max) && (max as number) >= least)) {
    const expected = `a whole number from ${least}${least === 1 ? "" : ", as many as replicas"}`;
    problems.add({ property: "autoscale.max", given: max, expected });
  }
  if (!(Number.isInteger(cpu) && (cpu as number) >= 1 && (cpu as number) <= 100)) {
    problems.add({
      property: "autoscale.cpu",
      given: cpu,
      expected: "a whole number of percent of the requested CPU, from 1 to 100",
    });
  }
}

function findVariableProblems(args: ServiceArgs, problems: InputProblems): void {
  for (const property of ["env", "secretEnv"] as const) {
    for (const name of Object.keys(plainRecord(args[property])).filter((one) => !VARIABLE.test(one))) {
      problems.at(property).add({
        property: propertyPath(name),
        given: name,
        expected:
          "a variable name of letters, digits, _, - and ., that starts with no digit: Kubernetes takes no other",
        fix: "rename the variable",
      });
    }
  }
}

export { findPodProblems };
