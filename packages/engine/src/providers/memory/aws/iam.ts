import type { BridgedTables } from "../bridged-table";

/** The resources of `aws.iam`: one property a line, as the words of `BridgedTables` say. */
export const IAM: BridgedTables = {
  "aws:iam/role:Role": {
    id: "{name}",
    autoName: { property: "name", maxLength: 64 },
    properties: {
      arn: "string out",
      assumeRolePolicy: "json required",
      createDate: "string out",
      description: "string",
      forceDetachPolicies: "boolean",
      inlinePolicies: "object set computed",
      managedPolicyArns: "set computed",
      maxSessionDuration: "integer =3600",
      name: "string replaces max=64",
      namePrefix: "string replaces computed",
      path: "string replaces =/",
      permissionsBoundary: "string",
      tags: "map",
      tagsAll: "map out",
      uniqueId: "string out",
    },
    fill: {
      arn: "arn:aws:iam::123456789012:role/{name}",
      uniqueId: "AROA{HEX17}",
    },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    id: "{role}:{name}",
    autoName: { property: "name", maxLength: 255 },
    properties: {
      name: "string replaces",
      namePrefix: "string replaces computed",
      policy: "json required",
      role: "string required replaces",
    },
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    deleteFirst: true,
    id: "{role}-{hex16}",
    properties: {
      policyArn: "string required replaces",
      role: "string required replaces",
    },
  },
  "aws:iam/policy:Policy": {
    id: "{arn}",
    autoName: { property: "name", maxLength: 255 },
    properties: {
      arn: "string out",
      attachmentCount: "integer out",
      delayAfterPolicyCreationInMs: "integer",
      description: "string replaces",
      name: "string replaces",
      namePrefix: "string replaces computed",
      path: "string replaces =/",
      policy: "json required",
      policyId: "string out",
      tags: "map",
      tagsAll: "map out",
    },
    fill: {
      arn: "arn:aws:iam::123456789012:policy/{name}",
      policyId: "ANPA{HEX17}",
    },
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    id: "{name}",
    autoName: { property: "name", maxLength: 255 },
    properties: {
      arn: "string out",
      createDate: "string out",
      name: "string replaces",
      namePrefix: "string replaces computed",
      path: "string replaces =/",
      role: "string",
      tags: "map",
      tagsAll: "map out",
      uniqueId: "string out",
    },
    fill: {
      arn: "arn:aws:iam::123456789012:instance-profile/{name}",
      uniqueId: "AIPA{HEX17}",
    },
  },
};
