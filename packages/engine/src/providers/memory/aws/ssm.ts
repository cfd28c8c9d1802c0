import type { BridgedTables } from "../bridged-table";

/** The resources of `aws.ssm`: one property a line, as the words of `BridgedTables` say. */
export const SSM: BridgedTables = {
  "aws:ssm/parameter:Parameter": {
    id: "{name}",
    autoName: { property: "name", maxLength: 255 },
    properties: {
      allowedPattern: "string",
      arn: "string computed",
      dataType: "string replaces computed",
      description: "string",
      hasValueWo: "boolean out",
      insecureValue: "string computed",
      keyId: "string computed",
      name: "string replaces",
      overwrite: "boolean",
      region: "string replaces computed",
      tags: "map",
      tagsAll: "map out",
      tier: "string computed",
      type: "string required",
      value: "string computed secret",
      valueWo: "string secret",
      valueWoVersion: "integer",
      version: "integer out",
    },
    fill: {
      arn: "arn:aws:ssm:us-east-1:123456789012:parameter/{name}",
      dataType: "text",
      tier: "Standard",
    },
  },
};
