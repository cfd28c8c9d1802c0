import { explicitProvider, type InputProblems, type Json } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./connection";

/** What the options of a component may carry of a provider. */
type Options = pulumi.ComponentResourceOptions;

/**
 * How gate and switch reach the cluster: the argument, else the stack's `kubernetes:kubeconfig` and
 * `kubernetes:context`, else the environment's, as the provider does. A secret in the state.
 */
function connectionInput(given: pulumi.Input<Connection> | undefined): pulumi.Output<Json> {
  const config = new pulumi.Config("kubernetes");
  const kubeconfig = config.getSecret("kubeconfig");
  const context = config.get("context");
  const configured: pulumi.Input<Connection> = pulumi
    .output(kubeconfig)
    .apply((file) => ({ ...(file && { kubeconfig: file }), ...(context && { context }) }));
  return pulumi.secret(given ?? configured) as unknown as pulumi.Output<Json>;
}

/**
 * Where the program puts what names no namespace of its own: the argument, else what the stack says to the default
 * provider. Undefined where the provider decides.
 */
function namespaceInput(
  given: pulumi.Input<string> | undefined,
  options: Options | undefined,
): pulumi.Input<string> | undefined {
  return (
    given ?? (hasExplicitProvider(options) ? undefined : new pulumi.Config("kubernetes").get("namespace"))
  );
}

/** An explicit provider can't be asked where its cluster is, so the connection must say it too. */
function requireConnection(
  given: pulumi.Input<Connection> | undefined,
  options: Options | undefined,
  problems: InputProblems,
): void {
  if (given === undefined && hasExplicitProvider(options)) {
    problems.add({
      property: "connection",
      given,
      expected: "the cluster that the explicit provider uses, { kubeconfig?, context? }",
      fix: "gate and switch reach the cluster by themselves: give connection: { kubeconfig: … } beside the provider",
    });
  }
}

function hasExplicitProvider(options: Options | undefined): boolean {
  return explicitProvider(options, "kubernetes:core/v1:Service") !== undefined;
}

export { connectionInput, namespaceInput, requireConnection };
