import * as aws from "@pulumi/aws";

export const logGroup = new aws.cloudwatch.LogGroup("shop", { retentionInDays: 30 });

// What ECS itself does for a task: pull its image, write its log, read its generation's secret.
export const executionRole = new aws.iam.Role("web-execution", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  }),
});

new aws.iam.RolePolicyAttachment("web-execution", {
  role: executionRole.name,
  policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
});

new aws.iam.RolePolicy("web-secrets", {
  role: executionRole.name,
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        // Each generation of the group has a secret of its own, whose name begins with the group's.
        Resource: "arn:aws:secretsmanager:*:*:secret:web-*",
      },
    ],
  }),
});
