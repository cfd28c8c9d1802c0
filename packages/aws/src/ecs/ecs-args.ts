import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection/connection";

/**
 * On what tasks run.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/capacity-launch-type-comparison.html
 */
type Capacity =
  | {
      /** Fargate; `"fargate-spot"` is cheaper, and AWS may take the tasks away with two minutes' notice. */
      readonly kind: "fargate" | "fargate-spot";
      /** @default "X86_64" */
      readonly architecture?: "X86_64" | "ARM64";
    }
  | {
      /** Instances that belong to the cluster. */
      readonly kind: "ec2";
      /** Name of a capacity provider of the cluster. @default none: the launch type EC2 */
      readonly provider?: string;
    };

/** Where tasks are in the network. Each has an address of its own (`awsvpc`). */
interface Network {
  /** Id of the VPC of the subnets. */
  readonly vpc: pulumi.Input<string>;
  /** Ids of subnets; of at least two zones, so that one that fails does not take all tasks. */
  readonly subnets: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** Ids of security groups: they have to let the load balancer in. 1 to 5. */
  readonly securityGroups: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** Whether tasks get a public address, which a public subnet without NAT needs. @default false */
  readonly publicIp?: boolean;
}

/** The arguments that only ECS has. All decide what runs, and are part of the generation's id, but `connection`. */
interface EcsArgs {
  /** Name or ARN of the cluster, which lives outside of the generations. */
  readonly cluster: pulumi.Input<string>;
  readonly network: Network;
  /**
   * The account and region, for gate and switch. Needed beside an explicit provider, which can't be asked.
   * @default the stack's `aws:region`, `aws:profile` and `aws:assumeRoles`, else the environment's
   */
  readonly connection?: pulumi.Input<Connection>;
  /** @default { kind: "fargate" } */
  readonly capacity?: Capacity;
  /**
   * ARN of the role with which ECS itself pulls the image, reads the generation's secret and writes the log. Needed for an
   * image in ECR, for `secretEnv` and for `logs`.
   * @default none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
   */
  readonly executionRole?: pulumi.Input<string>;
  /**
   * ARN of the role that the program has.
   * @default none: the program may do nothing in AWS
   */
  readonly taskRole?: pulumi.Input<string>;
  /**
   * A log group of CloudWatch that exists; each generation has streams of its own in it. Its last lines stand in the error
   * of a gate that fails.
   * @default none: what the program writes is lost
   */
  readonly logs?: {
    /** Its name. */
    readonly group: pulumi.Input<string>;
    /** @default the region of the connection */
    readonly region?: string;
  };
}

/** Names of the arguments of {@link EcsArgs}. */
const ECS_ARGS = [
  "cluster",
  "network",
  "connection",
  "capacity",
  "executionRole",
  "taskRole",
  "logs",
] as const satisfies readonly (keyof EcsArgs)[];

export type { Capacity, EcsArgs, Network };
export { ECS_ARGS };
