import { APPAUTOSCALING } from "./aws/appautoscaling";
import { AUTOSCALING } from "./aws/autoscaling";
import { CLOUDWATCH } from "./aws/cloudwatch";
import { EC2 } from "./aws/ec2";
import { ECR } from "./aws/ecr";
import { ECS } from "./aws/ecs";
import { IAM } from "./aws/iam";
import { LB } from "./aws/lb";
import { RDS } from "./aws/rds";
import { S3 } from "./aws/s3";
import { SECRETSMANAGER } from "./aws/secretsmanager";
import { SSM } from "./aws/ssm";
import { VPC } from "./aws/vpc";
import { bridgedTypes } from "./bridged-table";
import type { MemoryType } from "./memory-type";

/**
 * Types of the aws provider without an account. What is required, replaced, computed and secret is that of
 * `@pulumi/aws` 7; validations beyond the length of names, and what the platform fills inside of objects, are not there.
 */
export const AWS_TYPES: readonly MemoryType[] = bridgedTypes({
  ...APPAUTOSCALING,
  ...AUTOSCALING,
  ...CLOUDWATCH,
  ...EC2,
  ...ECR,
  ...ECS,
  ...IAM,
  ...LB,
  ...RDS,
  ...S3,
  ...SECRETSMANAGER,
  ...SSM,
  ...VPC,
});
