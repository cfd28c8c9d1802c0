import {
  type DeclaredGeneration,
  type GenerationRequest,
  type GenerationTarget,
  generationOptions,
  type Json,
} from "@anew/core";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { CONTAINER_TYPE, declareConfiguration } from "./configuration";
import { containerArgs, ownNetworks } from "./container-args";
import { CONTAINER_KEYS } from "./input-keys";

/** The module whose providers run gate and switch; frozen, since it stands in the state. */
const PROVIDER_MODULE = "@anew/docker/provider";

/** The version of the provider that a resource without its class must name by itself. */
const DOCKER_VERSION: string = require("@pulumi/docker/package.json").version;

/**
 * How a spec becomes containers on a Docker host.
 * @param routerNetwork network in which the router finds the replicas; absent where nothing routes
 * @param alias name by which others reach a service in its own networks
 */
function dockerTarget(routerNetwork: pulumi.Input<string> | undefined, alias?: string): GenerationTarget {
  return {
    name: "docker",
    generationType: "anew:docker:Generation",
    providerModule: PROVIDER_MODULE,
    declare: (request) => declareContainers(request, routerNetwork, alias),
    declarePending: (parent, name) => [
      new docker.Container(`${name}-0`, { image: unknownText() }, generationOptions(parent, CONTAINER_KEYS)),
    ],
    frozenOptions: () => ({ version: DOCKER_VERSION }),
  };
}

function declareContainers(
  request: GenerationRequest,
  routerNetwork: pulumi.Input<string> | undefined,
  alias: string | undefined,
): DeclaredGeneration {
  const { name, id, spec, real, image } = request;
  const configuration = declareConfiguration({
    name,
    spec,
    real,
    image,
    labels: request.labels(),
    options: request.options,
  });
  const files = configuration.resources.map((one) => one.resource);
  const networks = [
    ...(routerNetwork === undefined ? [] : [{ name: routerNetwork }]),
    ...ownNetworks(spec).map((network) => ({ name: network, ...(alias && { aliases: [alias] }) })),
  ];
  const replicas = Array.from({ length: spec.replicas }, (_, index) => {
    const containerName = `${name}-${index}`;
    const container = new docker.Container(
      containerName,
      containerArgs({
        id,
        spec,
        real,
        image,
        labels: request.labels(index),
        networks,
        configuration: configuration.volumes,
      }),
      request.options(CONTAINER_KEYS, { dependsOn: files }),
    );
    return { shape: { type: CONTAINER_TYPE, name: containerName }, resource: container };
  });
  const ids = (resources: readonly { readonly resource: pulumi.CustomResource }[]) =>
    pulumi.all(resources.map((one) => one.resource.id));
  const identity = pulumi.all([ids(replicas), ids(configuration.resources)]).apply(([containers, parts]) => ({
    containers,
    parts,
    ...(spec.port === undefined ? {} : { port: spec.port }),
    check: spec.healthCheck,
  }));
  return {
    resources: [...configuration.resources, ...replicas],
    identity: identity as unknown as pulumi.Output<Json>,
  };
}

/** A text that the preview shows as not known yet. */
function unknownText(): pulumi.Output<string> {
  return pulumi.output((pulumi as unknown as { readonly unknown: string }).unknown);
}

export { dockerTarget, PROVIDER_MODULE };
