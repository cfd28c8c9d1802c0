import { explicitProvider, type InputProblems, type Json } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { type Connection, DEFAULT_HOST } from "./router/connection";

/** What the options of a component may carry of a provider. */
type Options = pulumi.ComponentResourceOptions;

/**
 * How gate and switch reach the daemon: the argument, else the stack's `docker:host` and `docker:certPath`, else the
 * environment's, as the provider does. A secret in the state.
 */
function connectionInput(given: pulumi.Input<Connection> | undefined): pulumi.Output<Json> {
  const config = new pulumi.Config("docker");
  const host = config.get("host");
  const certPath = config.get("certPath");
  const configured: Connection = { ...(host && { host }), ...(certPath && { certPath }) };
  return pulumi.secret(given ?? configured) as unknown as pulumi.Output<Json>;
}

/** An explicit provider can't be asked where its daemon is, so the connection must say it too. */
function requireConnection(
  given: pulumi.Input<Connection> | undefined,
  options: Options | undefined,
  problems: InputProblems,
): void {
  if (given === undefined && dockerProvider(options) !== undefined) {
    problems.add({
      property: "connection",
      given,
      expected: "the host that the explicit provider uses, { host, certPath? }",
      fix: 'gate and switch reach Docker by themselves: give connection: { host: "…" } beside the provider',
    });
  }
}

/** The explicit Docker provider of a component's containers, its own or inherited from its parent. */
function dockerProvider(options: Options | undefined): pulumi.ProviderResource | undefined {
  return explicitProvider(options, "docker:index:Container");
}

/** Which daemon a component's containers are on, as far as the program says it plainly: to tell two daemons apart. */
function daemonKey(given: pulumi.Input<Connection> | undefined, options: Options | undefined): string {
  const provider = dockerProvider(options);
  if (provider === undefined) {
    return new pulumi.Config("docker").get("host") ?? process.env.DOCKER_HOST ?? DEFAULT_HOST;
  }
  const host = (given as Connection | undefined)?.host as unknown;
  return typeof host === "string" ? host : `provider ${providerName(provider)}`;
}

/** A provider's logical name; not in the SDK's typings. */
function providerName(provider: pulumi.ProviderResource): string {
  return (provider as unknown as { readonly __name?: string }).__name ?? "docker";
}

export { connectionInput, daemonKey, dockerProvider, providerName, requireConnection };
