import type { BridgedTables } from "../bridged-table";

/** The resources of `aws.appautoscaling`: one property a line, as the words of `BridgedTables` say. */
export const APPAUTOSCALING: BridgedTables = {
  "aws:appautoscaling/target:Target": {
    id: "{resourceId}",
    properties: {
      arn: "string out",
      maxCapacity: "integer required",
      minCapacity: "integer required",
      region: "string replaces computed",
      resourceId: "string required replaces",
      roleArn: "string computed",
      scalableDimension: "string required replaces",
      serviceNamespace: "string required replaces",
      suspendedState: "object computed",
      tags: "map",
      tagsAll: "map out",
    },
    fill: {
      arn: "arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/{hex16}",
    },
  },
  "aws:appautoscaling/policy:Policy": {
    id: "{name}",
    autoName: { property: "name", maxLength: 255 },
    properties: {
      alarmArns: "list out",
      arn: "string out",
      name: "string replaces",
      policyType: "string =StepScaling",
      predictiveScalingPolicyConfiguration: "object",
      region: "string replaces computed",
      resourceId: "string required replaces",
      scalableDimension: "string required replaces",
      serviceNamespace: "string required replaces",
      stepScalingPolicyConfiguration: "object",
      targetTrackingScalingPolicyConfiguration: "object",
    },
    fill: {
      arn: "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:{hex8}:resource/{resourceId}:policyName/{name}",
    },
  },
};
