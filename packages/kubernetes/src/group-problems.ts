import { FormatError, type GroupSettings, type InputProblems, parseDuration } from "@anew/core";
import type { GroupKubernetesArgs, Hook, KubernetesArgs } from "./kubernetes-args";
import { findAnnotationProblems } from "./label-problems";
import { isServiceName } from "./names";
import { plainRecord } from "./plain-value";

/** A metric's name, as Prometheus takes it. */
const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const TYPES: readonly unknown[] = [undefined, "ClusterIP", "NodePort", "LoadBalancer"];

/** Looks at the arguments that only a group in a cluster has. */
function findGroupProblems(
  args: GroupKubernetesArgs & Pick<KubernetesArgs, "namespace">,
  settings: GroupSettings,
  problems: InputProblems,
): void {
  if (args.gateway === undefined) {
    findServiceProblems(args, settings, problems);
  } else {
    findGatewayProblems(args, settings, problems);
  }
  for (const [name, hook] of Object.entries(plainRecord(args.hooks))) {
    findHookProblems(`hooks.${name}`, name, hook as Hook, problems);
  }
  findInFlightProblems(args.inFlight, problems);
}

function findServiceProblems(
  { service, namespace }: GroupKubernetesArgs & Pick<KubernetesArgs, "namespace">,
  { listen }: GroupSettings,
  problems: InputProblems,
): void {
  const { type, nodePort, annotations, existing } = plainRecord(service);
  if (existing !== undefined) {
    findExistingProblems(plainRecord(service), namespace, problems);
    return;
  }
  if (!TYPES.includes(type)) {
    const expected = '"ClusterIP", "NodePort" or "LoadBalancer"';
    problems.add({ property: "service.type", given: type, expected });
  }
  if (nodePort !== undefined && !isPort(nodePort)) {
    problems.add({ property: "service.nodePort", given: nodePort, expected: "a port from 1 to 65535" });
  } else if (nodePort !== undefined && (type === undefined || type === "ClusterIP")) {
    const fix = 'give service.type "NodePort"';
    problems.add({
      property: "service.nodePort",
      given: nodePort,
      expected: "nothing: a ClusterIP has none",
      fix,
    });
  } else if (nodePort !== undefined && listen.length > 1) {
    const expected = "nothing beside more than one listen: each has a port of its own";
    problems.add({
      property: "service.nodePort",
      given: nodePort,
      expected,
      fix: "let the cluster choose them",
    });
  }
  findAnnotationProblems("service.annotations", annotations, problems);
  const ports = listen.map(({ port }) => port);
  for (const port of new Set(ports.filter((one, index) => ports.indexOf(one) !== index))) {
    problems.add({
      property: "listen",
      given: port,
      expected: "each port once: a Service has each port once",
    });
  }
}

/** A Service that is somebody else's is taken as it is. */
function findExistingProblems(
  { existing, ...others }: Readonly<Record<string, unknown>>,
  namespace: KubernetesArgs["namespace"],
  problems: InputProblems,
): void {
  if (typeof existing !== "string" || !isServiceName(existing)) {
    problems.add({
      property: "service.existing",
      given: existing,
      expected: "the plain name of a Service that is there",
    });
  }
  for (const [name, given] of Object.entries(others)) {
    problems.add({
      property: `service.${name}`,
      given,
      expected: "nothing beside existing: only its selector is taken over",
      fix: "change it where the Service is declared",
    });
  }
  if (namespace === undefined) {
    problems.add({
      property: "namespace",
      given: namespace,
      expected: "the namespace of the Service that service.existing names",
    });
  }
}

function findGatewayProblems(
  { gateway, service }: GroupKubernetesArgs,
  { listen }: GroupSettings,
  problems: InputProblems,
): void {
  const { name, namespace, section } = plainRecord(gateway);
  for (const [property, value] of Object.entries({ name, namespace, section })) {
    const isMissing = value === undefined && property === "name";
    if (isMissing || (value !== undefined && !(typeof value === "string" && value !== ""))) {
      problems.add({ property: `gateway.${property}`, given: value, expected: "a plain name" });
    }
  }
  if (service !== undefined) {
    problems.add({
      property: "service",
      given: service,
      expected: "nothing beside gateway: the Gateway holds the stable address",
      fix: "leave one of them out",
    });
  }
  const kinds = (of: (one: GroupSettings["listen"][number]) => string) => new Set(listen.map(of)).size;
  const combinations =
    kinds(({ port }) => `${port}`) * kinds(({ host = "*" }) => host) * kinds(({ path }) => path);
  const any = listen.some(({ host }) => host === undefined);
  if (combinations !== listen.length || (any && kinds(({ host = "*" }) => host) > 1)) {
    problems.add({
      property: "listen",
      given: listen,
      expected:
        "every port with every host and every path: an HTTPRoute has its hosts and its paths in common",
      fix: "give what differs a group of its own",
    });
  }
}

function findHookProblems(property: string, name: string, hook: Hook, problems: InputProblems): void {
  if (name !== "beforeSwitch" && name !== "afterSwitch") {
    problems.add({ property, given: name, expected: "beforeSwitch or afterSwitch" });
    return;
  }
  if (hook === undefined) {
    return;
  }
  const { command, args, timeout } = plainRecord(hook);
  if (!isTexts(command) || command.length === 0) {
    problems.add({
      property: `${property}.command`,
      given: command,
      expected: "a list of texts: the program first",
    });
  }
  if (args !== undefined && !isTexts(args)) {
    problems.add({ property: `${property}.args`, given: args, expected: "a list of texts" });
  }
  if (timeout !== undefined) {
    const expected = durationProblem(timeout);
    if (expected !== undefined) {
      problems.add({ property: `${property}.timeout`, given: timeout, expected });
    }
  }
}

function durationProblem(given: unknown): string | undefined {
  try {
    return parseDuration(String(given)) > 0 ? undefined : "a duration of more than 0";
  } catch (error) {
    if (error instanceof FormatError) {
      return error.expected;
    }
    throw error;
  }
}

function findInFlightProblems(inFlight: GroupKubernetesArgs["inFlight"], problems: InputProblems): void {
  if (inFlight === undefined) {
    return;
  }
  const { path, port, metric } = plainRecord(inFlight);
  if (!(typeof path === "string" && /^\/[!-~]*$/.test(path))) {
    problems.add({ property: "inFlight.path", given: path, expected: 'a path such as "/metrics"' });
  }
  if (port !== undefined && !isPort(port)) {
    problems.add({ property: "inFlight.port", given: port, expected: "a port from 1 to 65535" });
  }
  if (!(typeof metric === "string" && METRIC.test(metric))) {
    const expected = "the name of a metric, without labels, such as http_requests_in_flight";
    problems.add({ property: "inFlight.metric", given: metric, expected });
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function isPort(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65_535;
}

export { findGroupProblems };
