import {
  type DeclaredGeneration,
  type DeclaredResource,
  type GenerationRequest,
  type GenerationTarget,
  generationOptions,
  type Json,
} from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { AWS_VERSION, AwsObject, invokeAws } from "../aws-object";
import { type GenerationType, INPUT_KEYS } from "../input-keys";
import { anchorRuleInputs } from "../load-balancer/anchor-rule";
import { targetGroupInputs } from "../load-balancer/target-group";
import { resourceName } from "../names";
import { CONTAINER_NAME, containerDefinition } from "./container-definition";
import type { EcsArgs } from "./ecs-args";
import type { EcsIdentity } from "./identity";
import { pullableImage } from "./image-problem";
import { type Placement, placementOf } from "./platform-spec";
import { isFargate, taskSize } from "./task-size";
import { volumesOf } from "./volumes";

/** The module whose providers run gate and switch; frozen, since it stands in the state. */
const PROVIDER_MODULE = "@anew/aws/ecs/provider";

/** How long a generation's secret can be restored after the generation is gone: the least that AWS offers, days. */
const SECRET_RECOVERY_DAYS = 7;

/** How traffic is to reach the generations; undefined where nothing routes. */
interface Routing {
  readonly listener: pulumi.Input<string>;
  readonly drainTimeoutMs: number;
}

/**
 * How a spec becomes resources of ECS.
 * @param subject for messages: the component's type and name
 * @param isSole the old generation is removed before the new one is made
 */
function ecsTarget(
  subject: string,
  name: string,
  args: EcsArgs,
  routing: Routing | undefined,
  isSole: boolean,
): GenerationTarget {
  return {
    name: "ecs",
    generationType: "anew:aws/ecs:Generation",
    providerModule: PROVIDER_MODULE,
    declare: (request) => new Declaration(subject, name, args, routing, isSole, request).declare(),
    declarePending: (parent, pending) => [
      new AwsObject(
        "aws:ecs/service:Service",
        pending,
        { taskDefinition: unknownText() },
        generationOptions(parent, INPUT_KEYS["aws:ecs/service:Service"]),
      ),
    ],
    frozenOptions: () => ({ version: AWS_VERSION }),
  };
}

/** One generation, as it is declared: target group and rule, secret, task definition, service. */
class Declaration {
  private readonly resources: DeclaredResource[] = [];
  private readonly logical: string;
  private readonly place: Placement;
  private readonly tags: pulumi.Output<Record<string, string>>;

  constructor(
    private readonly subject: string,
    name: string,
    private readonly args: EcsArgs,
    private readonly routing: Routing | undefined,
    isSole: boolean,
    private readonly request: GenerationRequest,
  ) {
    this.logical = resourceName(name, isSole ? "sole" : request.id);
    this.place = placementOf(request.spec);
    this.tags = request.labels();
  }

  declare(): DeclaredGeneration {
    const targetGroup = this.routing && this.targetGroup(this.routing);
    const anchor =
      this.routing &&
      targetGroup &&
      this.one(
        "aws:lb/listenerRule:ListenerRule",
        anchorRuleInputs(this.routing.listener, targetGroup.arn, this.tags),
      );
    const secret = this.secret();
    const logs = this.logs();
    const task = this.taskDefinition(secret, logs);
    const service = this.service(task, targetGroup);
    const owned = [targetGroup?.arn, anchor?.arn, secret?.arn, task.arn, service.arn];
    const { spec, id } = this.request;
    const identity = pulumi.all([service.arn, targetGroup?.arn, logs, pulumi.all(owned)]).apply(
      ([arn, group, log, all]): EcsIdentity => ({
        family: "ecs",
        cluster: this.place.cluster,
        service: arn,
        ...(group !== undefined && { targetGroup: group }),
        check: spec.healthCheck,
        replicas: spec.replicas,
        ...(log !== undefined && { logs: { ...log, prefix: id } }),
        owned: all.filter((one) => one !== undefined),
      }),
    );
    return { resources: this.resources, identity: identity as unknown as pulumi.Output<Json> };
  }

  private targetGroup({ drainTimeoutMs }: Routing): AwsObject {
    return this.one(
      "aws:lb/targetGroup:TargetGroup",
      targetGroupInputs(this.request.spec, {
        targetType: "ip",
        vpc: this.place.vpc,
        drainTimeoutMs,
        tags: this.tags,
      }),
    );
  }

  /** One secret holds all of the generation's secret variables. */
  private secret():
    | { readonly arn: pulumi.Output<string>; readonly version: pulumi.Output<string> }
    | undefined {
    const { real } = this.request;
    if (Object.keys(real.secretEnv).length === 0) {
      return undefined;
    }
    const secret = this.one("aws:secretsmanager/secret:Secret", {
      recoveryWindowInDays: SECRET_RECOVERY_DAYS,
      tags: this.tags,
    });
    const version = this.one(
      "aws:secretsmanager/secretVersion:SecretVersion",
      {
        secretId: secret.arn,
        secretString: pulumi.secret(JSON.stringify(real.secretEnv)),
        versionId: undefined,
      },
      { additionalSecretOutputs: ["secretString"] },
    ) as AwsObject & { readonly versionId: pulumi.Output<string> };
    return { arn: secret.arn, version: version.versionId };
  }

  private logs(): pulumi.Output<{ group: string; region: string } | undefined> {
    const { logs } = this.place;
    if (logs === undefined) {
      return pulumi.output(undefined);
    }
    const region =
      logs.region ??
      invokeAws<{ region: string }>("aws:index/getRegion:getRegion", {}, this.request.parent).apply(
        (found) => found.region,
      );
    return pulumi.output(region).apply((at) => ({ group: logs.group, region: at }));
  }

  private taskDefinition(
    secret: { readonly arn: pulumi.Output<string>; readonly version: pulumi.Output<string> } | undefined,
    logs: pulumi.Output<{ group: string; region: string } | undefined>,
  ): AwsObject {
    const { id, spec } = this.request;
    const { capacity } = this.args;
    const { executionRole, taskRole } = this.place;
    const image = this.request.image.apply((reference) => pullableImage(this.subject, reference));
    const container = pulumi
      .all([image, secret, logs])
      .apply(([from, made, log]) =>
        JSON.stringify([containerDefinition({ id, spec, image: from, capacity, secret: made, logs: log })]),
      );
    return this.one("aws:ecs/taskDefinition:TaskDefinition", {
      family: this.logical,
      networkMode: "awsvpc",
      requiresCompatibilities: [isFargate(capacity) ? "FARGATE" : "EC2"],
      ...taskSize(spec, capacity),
      containerDefinitions: container,
      ...(isFargate(capacity) && { runtimePlatform: platformOf(capacity) }),
      ...(executionRole !== undefined && { executionRoleArn: executionRole }),
      ...(taskRole !== undefined && { taskRoleArn: taskRole }),
      ...(spec.state.length > 0 && { volumes: volumesOf(spec) }),
      tags: this.tags,
    });
  }

  /** The service of a generation. It is never updated, so it never rolls anything out by itself but its first tasks. */
  private service(task: AwsObject, targetGroup: AwsObject | undefined): AwsObject {
    const { spec } = this.request;
    const { subnets, securityGroups, cluster } = this.place;
    return this.one("aws:ecs/service:Service", {
      cluster,
      taskDefinition: task.arn,
      desiredCount: spec.replicas,
      ...capacityInputs(this.args.capacity),
      networkConfiguration: {
        subnets,
        securityGroups,
        assignPublicIp: this.args.network.publicIp ?? false,
      },
      ...(targetGroup && {
        loadBalancers: [
          { targetGroupArn: targetGroup.arn, containerName: CONTAINER_NAME, containerPort: spec.port },
        ],
        // Until the gate has decided, ECS shall not end what starts slowly.
        healthCheckGracePeriodSeconds: Math.ceil(spec.healthCheck.timeout / 1000),
      }),
      // What can't start is given up and told, instead of tried for ever; there is nothing to roll back to.
      deploymentCircuitBreaker: { enable: true, rollback: false },
      propagateTags: "SERVICE",
      forceDelete: true,
      tags: this.tags,
    });
  }

  private one(
    type: GenerationType,
    inputs: pulumi.Inputs,
    more: pulumi.CustomResourceOptions = {},
  ): AwsObject {
    const dependsOn = this.resources.map((one) => one.resource);
    const options = this.request.options(INPUT_KEYS[type], { ...more, dependsOn });
    const resource = new AwsObject(type, this.logical, inputs, options);
    this.resources.push({ shape: { type, name: this.logical }, resource });
    return resource;
  }
}

function capacityInputs(capacity: EcsArgs["capacity"]): pulumi.Inputs {
  const provider =
    capacity?.kind === "fargate-spot"
      ? "FARGATE_SPOT"
      : capacity?.kind === "ec2"
        ? capacity.provider
        : undefined;
  return provider === undefined
    ? { launchType: isFargate(capacity) ? "FARGATE" : "EC2" }
    : { capacityProviderStrategies: [{ capacityProvider: provider, weight: 1 }] };
}

function platformOf(capacity: EcsArgs["capacity"]) {
  const architecture = capacity?.kind === "ec2" ? undefined : capacity?.architecture;
  return { operatingSystemFamily: "LINUX", cpuArchitecture: architecture ?? "X86_64" };
}

/** A text that the preview shows as not known yet. */
function unknownText(): pulumi.Output<string> {
  return pulumi.output((pulumi as unknown as { readonly unknown: string }).unknown);
}

export type { Routing };
export { ecsTarget, PROVIDER_MODULE };
